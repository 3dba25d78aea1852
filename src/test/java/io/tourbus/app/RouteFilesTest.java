package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.Wiring.Profile;
import org.junit.jupiter.api.Test;

/** Which route files are left out. */
class RouteFilesTest {

    @Test
    void filesAreLoadedOnlyIfSomethingNeedsThem() {
        assertThat(Profile.SERVE.excludedRouteFiles(true, true, false, true, true))
                .containsExactly("described.camel.yaml", "stream-records.camel.yaml");
        assertThat(Profile.SERVE.excludedRouteFiles(true, false, true, true, true))
                .containsExactly("redshift.camel.yaml", "stream-records.camel.yaml");
        assertThat(Profile.SERVE.excludedRouteFiles(false, true, true, false, true))
                .containsExactly("api.camel.yaml", "slice-queue.camel.yaml", "stream-records.camel.yaml");
        assertThat(Profile.RUN.excludedRouteFiles(false, false, true, true, false))
                .containsExactly(
                        "operations.camel.yaml",
                        "api.camel.yaml",
                        "redshift.camel.yaml",
                        "slice-queue.camel.yaml",
                        "optional-sinks.camel.yaml",
                        "stream-records.camel.yaml");
    }
}
