package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionalResourcesTest {

    private static final String FACTORY = "META-INF/services/org/apache/camel/of-no-component";

    private final List<String> searched = new ArrayList<>();
    private final ClassLoader loader = new ClassLoader(null) {
        @Override
        protected URL findResource(String name) {
            searched.add(name);
            return null;
        }
    };

    @Test
    void aMissingFactoryIsSearchedOncePerProcess() throws Exception {
        for (var start = 0; start < 2; start++) {
            try (var context = new LiveContext()) {
                context.setApplicationContextClassLoader(loader);
                var resources = context.getClassResolver();

                assertThat(resources.loadResourceAsStream(FACTORY)).isNull();
                assertThat(resources.loadResourceAsStream("a-file")).isNull();
            }
        }

        assertThat(searched).containsOnlyOnce(FACTORY).contains("a-file");
        assertThat(searched.stream().filter("a-file"::equals)).hasSize(2);
    }
}
