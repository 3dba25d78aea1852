package io.tourbus.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartExceptionTest {

    public static final class Worker {
        public void announced(String message) {}
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    foo:bar?key=hidden           | Unknown component: 'foo'. Correct the name, or put camel-foo
                    file:q?tokn=hidden, x&kei=RAW(hidden) | Unknown parameters of the URI: kei, tokn. Correct or remove them.
                    timer:q?period=1234 | Cannot produce to a TimerEndpoint: timer://q?period=xxxxxx
                    file:q?delay=hidden&x=hidden | The value of delay in the URI is not valid. Correct it.
                    """)
    void aQueueOfSlicesThatDoesNotStartIsNamedWithoutSecrets(String uri, String problem) throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("tourbus.run.slice-queue", uri);
            camel.getRegistry().bind("sliceWorker", new Worker());
            var file = "file:" + Path.of("routes/slice-queue.camel.yaml").toAbsolutePath();
            var failure = catchThrowable(() -> {
                PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, file));
                camel.start();
            });

            assertThat(StartException.from(failure))
                    .hasMessageStartingWith("tourbus.run.slice-queue is not valid: " + problem)
                    .hasMessageNotContaining("hidden");
        }
    }

    @Test
    void aBeanOfAnEarlierVersionInAnEditedRouteIsNamedWithWhatToDo() {
        var failure = new FailedToCreateRouteException(
                "rate-limit-spotify", "route", "ref:spotifyPauseGate", new NoSuchBeanException("spotifyPauseGate"));

        assertThat(StartException.from(failure))
                .hasMessage("A file in routes/ uses the bean 'spotifyPauseGate', which this version does not have."
                        + " Compare your files with those of this version, see docs/upgrade.md.");
    }
}
