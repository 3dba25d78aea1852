package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.Settled;
import io.tourbus.TestClock;
import io.tourbus.TestState;
import io.tourbus.model.Entity;
import io.tourbus.source.Concerts;
import io.tourbus.source.Encounters;
import io.tourbus.source.Query;
import io.tourbus.source.Refusal;
import io.tourbus.source.Request;
import io.tourbus.source.Scope;
import io.tourbus.source.Scope.Breadth;
import io.tourbus.source.Slice;
import io.tourbus.source.SliceQueue;
import io.tourbus.state.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpotifyPlanTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final SpotifySettings settings = SpotifySettings.read(Settled.with(), Path.of(""));
    private final SpotifyAccess access = new SpotifyAccess(settings, new Remarks(), state.facts(), clock);
    private final Concerts concerts = new Concerts();
    private final SpotifyPlan plan =
            new SpotifyPlan(settings, access, new Encounters(state.artists(), clock, false), state, clock);

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void whatIsClosedIsAskedForAgainWhenNoRunThatFoundItOutIsUnderWay() {
        var daily = plan(Breadth.EVERYTHING, List.of());
        closeTopTracks();

        var hourly = plan(Breadth.NEAR, List.of(left()));
        assertThat(access.open(Endpoint.TOP_TRACKS)).isFalse();

        hourly.finish();
        daily.finish();
        plan(Breadth.NEAR, List.of(left()));
        assertThat(access.open(Endpoint.TOP_TRACKS)).isTrue();
    }

    @Test
    void aRunWithNothingToAskOfSpotifyChangesNothing() {
        plan(Breadth.EVERYTHING, List.of()).finish();
        closeTopTracks();

        assertThat(plan(Breadth.NEAR, List.of()).hasNext()).isFalse();
        assertThat(access.open(Endpoint.TOP_TRACKS)).isFalse();
    }

    private void closeTopTracks() {
        var request = new Request("/artists/a/top-tracks", Map.of("market", "US"), 0);
        for (int i = 0; i < 2; i++) {
            access.instead(new Refusal("Spotify", 403, "", "Forbidden", "/x"), request);
        }
    }

    private SliceQueue plan(Breadth breadth, List<Slice> left) {
        var now = clock.instant();
        return plan.slices(new Scope(
                Set.of(Entity.ARTISTS, Entity.TRACKS), now, now.plus(Duration.ofDays(7)), breadth, left, concerts));
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
