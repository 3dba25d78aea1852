package io.tourbus.spotify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.spotify.FreshAnswers.Due;
import io.tourbus.spotify.SpotifySlices.AnswersOfArtists;
import io.tourbus.state.ArtistRepository.Answer;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshAnswersTest {

    private static final long DESTINATIONS = 0b11;
    private static final List<String> ARTISTS =
            IntStream.range(0, 700).mapToObj("artist%d"::formatted).toList();

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final AnswersOfArtists topTracks =
            new SpotifySlices(SpotifySettings.read(Settled.with(), Path.of(""))).topTracks();

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void eachDayTheSameShareIsDue() {
        read(ARTISTS);
        Set<String> renewed = new HashSet<>();

        for (int day = 1; day <= 7; day++) {
            clock.advance(Duration.ofDays(1));
            var due = ids(due(ARTISTS));
            assertThat(due).as("day %d", day).hasSizeBetween(70, 130);
            read(due);
            renewed.addAll(due);
        }

        assertThat(renewed).containsExactlyInAnyOrderElementsOf(ARTISTS);
    }

    @Test
    void noAnswerGetsOlderThanThePeriod() {
        read(ARTISTS);
        clock.advance(Duration.ofDays(7));

        assertThat(ids(due(ARTISTS))).containsExactlyElementsOf(ARTISTS);
    }

    @Test
    void aClockThatIsSetBackMakesAnswersDue() {
        clock.advance(Duration.ofDays(100));
        read(ARTISTS);
        clock.advance(Duration.ofDays(-50));

        assertThat(ids(due(ARTISTS))).containsExactlyElementsOf(ARTISTS);
    }

    @Test
    void newArtistsAreDue() {
        read(List.of("a"));

        var due = due(List.of("a", "b"));

        assertThat(ids(due)).containsExactly("b");
        assertThat(due.fresh()).isEqualTo(1);
        assertThat(due.slices()).singleElement().satisfies(slice -> {
            assertThat(slice.name()).startsWith("top-tracks-due-");
            assertThat(slice.query().title()).isEqualTo("top tracks");
        });
    }

    @Test
    void aFullRunOrAPeriodOf0ReadsAll() {
        read(List.of("a"));

        var full = fresh(7).due(topTracks, List.of("a"), true, DESTINATIONS);
        var always = fresh(0).due(topTracks, List.of("a"), false, DESTINATIONS);

        assertThat(List.of(full, always)).allSatisfy(due -> {
            assertThat(ids(due)).containsExactly("a");
            assertThat(due.fresh()).isZero();
            assertThat(due.slices()).allMatch(slice -> slice.name().matches("top-tracks-[0-9a-f]{8}"));
        });
    }

    @Test
    void aDestinationWithoutTheRecordsMakesAnswersDue() {
        read(List.of("a"));

        assertThat(ids(fresh(7).due(topTracks, List.of("a"), false, 0b101))).containsExactly("a");
        assertThat(ids(fresh(7).due(topTracks, List.of("a"), false, 0)))
                .as("a plan, which does not know the destinations")
                .isEmpty();
    }

    @Test
    void otherMarketsAndEndpointsAreDue() {
        read(List.of("a"));
        var slices = new SpotifySlices(SpotifySettings.read(Settled.with("tourbus.spotify.market", "GB"), Path.of("")));

        assertThat(ids(fresh(7).due(slices.topTracks(), List.of("a"), false, DESTINATIONS)))
                .containsExactly("a");
        assertThat(ids(fresh(7).due(slices.related(), List.of("a"), false, DESTINATIONS)))
                .containsExactly("a");
    }

    @Test
    void answersWithRejectedEntitiesAndMissingOnesAreNotRemembered() {
        var reading = reading(List.of("a", "b", "c"), "{\"tracks\":[]}", "{\"tracks\":[{\"name\":\"no ID\"}]}");

        fresh(7).remember(reading, DESTINATIONS);

        assertThat(reading.rejects()).hasSize(1);
        assertThat(remembered()).containsExactly("a");
    }

    @Test
    void oldAnswersAreForgotten() {
        read(List.of("a", "b"));
        clock.advance(Duration.ofDays(8));
        read(List.of("b"));

        fresh(7).forgetOld();

        assertThat(remembered()).containsExactly("b");
    }

    private FreshAnswers fresh(int days) {
        return new FreshAnswers(state.artists(), days, clock);
    }

    private Due due(List<String> followed) {
        return fresh(7).due(topTracks, followed, false, DESTINATIONS);
    }

    private void read(List<String> artists) {
        state.artists().answered(topTracks.request(), artists, 3, clock.instant());
    }

    private static List<String> ids(Due due) {
        return due.slices().stream().flatMap(slice -> slice.ids().stream()).toList();
    }

    private Set<String> remembered() {
        return state.artists().answers(topTracks.request()).stream()
                .map(Answer::artistId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A reading that ended after some of the artists. */
    private SliceReading reading(List<String> artists, String... responses) {
        var reader = new SliceReader(
                IdPager.ofArtist("top-tracks", () -> true), new TrackNormalizer(), new RecordEncoder(), clock);
        var reading = reader.open(topTracks.slices(artists, true).get(0));
        for (var response : responses) {
            reader.read(SpotifyResponseReader.parserFor(Entity.TRACKS).read(response.getBytes(UTF_8)), reading, "run");
        }
        return reading;
    }
}
