package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.settings.StateSettings;
import io.tourbus.state.PostgresCluster;
import io.tourbus.state.State;
import io.tourbus.state.StoreTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rates and quotas of a command that starts with an empty state, such as {@code preview}. */
class SharedLimitsTest extends StoreTest {

    @TempDir
    private Path folder;

    private StateSettings settings(String database) {
        return new StateSettings(folder, database, PostgresCluster.USER, "");
    }

    @Test
    void requestsCountInPostgresql() {
        var shared = State.isShared(url);
        try (var empty = settings(url).openEmpty();
                var limits = settings(url).openLimits(empty)) {
            limits.usage().count("spotify", "preview", clock.instant(), day -> {});
            limits.rate("spotify", "key").update((last, now) -> last.pause(now, 60_000_000));

            assertThat(limits == empty).isEqualTo(!shared);
        }
        assertThat(state.usage().day("spotify", clock.instant()).used()).isEqualTo(shared ? 1 : 0);
        assertThat(state.rate("spotify", "key").pause() > 0).isEqualTo(shared);
    }
}
