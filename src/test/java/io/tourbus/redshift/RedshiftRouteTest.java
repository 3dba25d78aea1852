package io.tourbus.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.testing.Settled;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
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
            return new LoadResult("load1", 2, 3, List.of(), List.of(), List.of());
        }
    }

    /** Receives the results of loads. */
    public static final class Results {

        private final List<Object> failures = new CopyOnWriteArrayList<>();
        private final List<LoadResult> complete = new CopyOnWriteArrayList<>();

        public void onLoad(@Body Object result, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
            if (failure == null) {
                complete.add((LoadResult) result);
            } else {
                failures.add(failure.getMessage());
            }
        }
    }

    @Test
    void loadsRunOnTheirScheduleAlsoAfterAFailure() throws Exception {
        var loads = new Loads();
        var results = new Results();
        var properties = Settled.shipped();
        properties.setProperty("tourbus.redshift.cron", "* * * * * ?");
        try (var camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setOverrideProperties(properties);
            camel.getRegistry().bind("redshift", loads);
            camel.getRegistry().bind("loadAlerts", results);
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveResource(
                            camel,
                            "file:" + Path.of("routes/redshift.camel.yaml").toAbsolutePath()));
            camel.start();

            await().untilAsserted(() -> assertThat(results.complete).isNotEmpty());
            assertThat(results.failures).containsExactly("planted");
            await().untilAsserted(() ->
                    assertThat(camel.getInflightRepository().size()).isZero());
        }
    }
}
