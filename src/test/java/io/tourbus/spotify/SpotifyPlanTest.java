package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.AdaptiveSlicer;
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

    private static final AdaptiveSlicer NO_SLICE = new AdaptiveSlicer() {
        @Override
        public Query query() {
            return left().query();
        }

        @Override
        public Optional<Slice> next() {
            return Optional.empty();
        }

        @Override
        public boolean done() {
            return true;
        }

        @Override
        public Optional<Slice> onFirstPage(Slice slice, PageResult page) {
            return Optional.empty();
        }
    };

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final SpotifySettings settings = SpotifySettings.read(Settled.with(), Path.of(""));
    private final CapabilityProbe capabilities = new CapabilityProbe(settings, state.keyValues(), clock);
    private final EventsBarrier concerts = new EventsBarrier();
    private final SpotifyPlan plan = plan(capabilities);

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

    @Test
    void processesThatShareSlicesKnowWhatOneOfThemFoundOut() {
        var owner = plan(Mode.EVERYTHING, List.of());
        var elsewhere = capabilities();
        var borrowed = plan(elsewhere).borrow(NO_SLICE);
        closeTopTracks(elsewhere);
        elsewhere.succeeded(new PageRequest("/artists/a/related-artists", Map.of(), 0));

        owner.listener().learn(borrowed.listener().learned());

        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();
        var third = capabilities();
        plan(third).borrow(NO_SLICE).listener().learn(owner.listener().learned());
        assertThat(third.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();
        refuse(third, "/artists/a/related-artists");
        assertThat(third.open(SpotifyEndpoint.RELATED_ARTISTS))
                .as("it responded in another process")
                .isTrue();
    }

    @Test
    void aSliceOfAnotherProcessKeepsWhatIsKnownUntilItEnds() {
        var borrowed = plan.borrow(NO_SLICE);
        closeTopTracks();

        var next = plan.borrow(NO_SLICE);
        borrowed.finish();
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();

        next.finish();
        plan.borrow(NO_SLICE);
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isTrue();
    }

    private SpotifyPlan plan(CapabilityProbe known) {
        return new SpotifyPlan(
                settings,
                known,
                new PerformerRegistry(state.artists(), state.linkedIds(), Optional.empty(), clock, false),
                state,
                clock);
    }

    private CapabilityProbe capabilities() {
        return new CapabilityProbe(settings, state.keyValues(), clock);
    }

    private void closeTopTracks() {
        closeTopTracks(capabilities);
    }

    private static void closeTopTracks(CapabilityProbe known) {
        refuse(known, "/artists/a/top-tracks");
    }

    private static void refuse(CapabilityProbe known, String path) {
        var request = new PageRequest(path, Map.of(), 0);
        for (int i = 0; i < 2; i++) {
            known.replacement(new Refusal("Spotify", 403, "", "Forbidden", "/x"), request);
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
