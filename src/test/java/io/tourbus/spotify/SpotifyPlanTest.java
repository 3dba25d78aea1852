package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.EventsBarrier;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.spotify.CapabilityProbe.SpotifyEndpoint;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpotifyPlanTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final SpotifySettings settings = SpotifySettings.read(Settled.with(), Path.of(""));
    private final CapabilityProbe capabilities = new CapabilityProbe(settings, state.keyValues(), clock);
    private final EventsBarrier concerts = new EventsBarrier();
    private final SpotifyPlan plan = new SpotifyPlan(
            settings,
            capabilities,
            new PerformerRegistry(state.artists(), state.linkedIds(), Optional.empty(), clock, false),
            state,
            clock);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aClosedEndpointIsOpenAgainWhenAllRunsHaveEnded() {
        var daily = plan(Mode.EVERYTHING, List.of());
        closeTopTracks();

        var hourly = plan(Mode.NEAR, List.of(left()));
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();

        hourly.finish();
        daily.finish();
        plan(Mode.NEAR, List.of(left()));
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isTrue();
    }

    @Test
    void aRunWithoutSlicesKeepsEndpointsClosed() {
        plan(Mode.EVERYTHING, List.of()).finish();
        closeTopTracks();

        assertThat(plan(Mode.NEAR, List.of()).hasNext()).isFalse();
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();
    }

    private void closeTopTracks() {
        var request = new PageRequest("/artists/a/top-tracks", Map.of("market", "US"), 0);
        for (int i = 0; i < 2; i++) {
            capabilities.replacement(new Refusal("Spotify", 403, "", "Forbidden", "/x"), request);
        }
    }

    private SliceQueue plan(Mode breadth, List<Slice> left) {
        var now = clock.instant();
        return plan.slices(new Scope(
                Set.of(Entity.ARTISTS, Entity.TRACKS),
                now,
                now.plus(Duration.ofDays(7)),
                breadth,
                left,
                concerts,
                false));
    }

    private static Slice left() {
        return Slice.of(
                new Query("spotify", Entity.ARTISTS, "search rock"),
                "spotify-search",
                "search rock",
                Map.of(),
                List.of());
    }
}
