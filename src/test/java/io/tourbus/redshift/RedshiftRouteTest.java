package io.tourbus.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.testing.Settled;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** {@code routes/redshift.camel.yaml}: a load that fails does not end the schedule. */
class RedshiftRouteTest {

    /** Fails once. */
    public static final class Loads {

        private final AtomicInteger calls = new AtomicInteger();

        public LoadResult load() {
            if (calls.incrementAndGet() == 1) {
                throw new RedshiftException("planted");
            }
            return new LoadResult("load1", 2, 3, List.of(), List.of());
        }
    }

    @Test
    void loadsRunOnTheirScheduleAndGoOnAfterAFailure() throws Exception {
        var loads = new Loads();
        var properties = Settled.shipped();
        properties.setProperty("tourbus.redshift.cron", "* * * * * ?");
        try (var camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setOverrideProperties(properties);
            camel.getRegistry().bind("redshift", loads);
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(
                            camel,
                            "file:" + Path.of("routes/redshift.camel.yaml").toAbsolutePath()));
            camel.start();

            await().untilAsserted(() -> assertThat(loads.calls).hasValueGreaterThan(1));
            await().untilAsserted(() ->
                    assertThat(camel.getInflightRepository().size()).isZero());
        }
    }
}
