package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Artist.Attraction;
import io.tourbus.state.ArtistRepository.Answer;
import io.tourbus.state.ArtistRepository.Known;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArtistRepositoryTest extends StoreTest {

    private final Instant now = clock.instant();

    @Test
    void artistsAreSorted() {
        state.artists().add(List.of("b", "A", "a", "0"), "search", now);

        assertThat(state.artists().ids()).containsExactly("0", "A", "a", "b");
    }

    @Test
    void duplicatesAreStoredOnce() {
        state.artists().add(List.of("a", "b", "a"), "search", now);
        state.artists().add(List.of("a"), "search", now);
        state.artists().add(List.of(), "search", now);

        assertThat(state.artists().ids()).containsExactly("a", "b");
    }

    @Test
    void originsAccumulate() {
        state.artists().add(List.of("a", "b"), "search", now);
        state.artists().add(List.of("b", "c"), "concert", now);

        assertThat(state.artists().ids("search")).containsExactly("a", "b");
        assertThat(state.artists().ids("concert")).containsExactly("b", "c");
        assertThat(state.artists().ids("related")).isEmpty();
    }

    @Test
    void theLatestAnswerOfEachArtistCounts() {
        state.artists().answered("related", List.of("b", "a", "a"), 3, now);
        state.artists().answered("top tracks", List.of("a"), 3, now);
        state.artists().answered("related", List.of("a"), 1, now.plusSeconds(60));
        state.artists().answered("related", List.of(), 1, now);

        assertThat(state.artists().answers("related"))
                .containsExactlyInAnyOrder(new Answer("a", now.plusSeconds(60), 1), new Answer("b", now, 3));

        state.artists().forgetAnswers(now.plusSeconds(1));

        assertThat(state.artists().answers("related"))
                .extracting(Answer::artistId)
                .containsExactly("a");
        assertThat(state.artists().answers("top tracks")).isEmpty();
    }

    @Test
    void artistsWithoutGenresAreLeftOut() {
        state.artists().rememberGenres(Map.of("a", List.of("rock", "indie rock"), "b", List.of()));

        assertThat(stored("a", "b", "c"))
                .isEqualTo(Map.of("a", List.of("rock", "indie rock"), "b", List.of(), "c", List.of()));
    }

    @Test
    void anEmptyListKeepsTheStoredGenres() {
        state.artists().rememberGenres(Map.of("a", List.of("rock"), "b", List.of("pop")));
        state.artists().rememberGenres(Map.of("a", List.of(), "b", List.of("k-pop")));

        assertThat(stored("a", "b")).isEqualTo(Map.of("a", List.of("rock"), "b", List.of("k-pop")));
    }

    @Test
    void genresDoNotAddAnArtist() {
        state.artists().rememberGenres(Map.of("a", List.of("rock")));
        assertThat(state.artists().ids()).isEmpty();

        state.artists().add(List.of("a"), "related", now);
        assertThat(state.artists().ids()).containsExactly("a");
        assertThat(stored("a")).isEqualTo(Map.of("a", List.of("rock")));
    }

    @Test
    void equalGenresDoNotDiffer() {
        state.artists().rememberGenres(Map.of("a", List.of("r&b \"soul\""), "b", List.of("rock", "pop")));

        assertThat(state.artists()
                        .compare(new TreeMap<>(Map.of(
                                "a", List.of("r&b \"soul\""), "b", List.of("pop", "rock"), "c", List.of("folk")))))
                .isEqualTo(Map.of(
                        "b", new Known(List.of("rock", "pop"), Attraction.NONE),
                        "c", new Known(List.of(), Attraction.NONE)));
    }

    @Test
    void attractionsAreFoundWhetherOrNotGenresDiffer() {
        var attraction = new Attraction(
                "K8vZ917Gku7", "https://example.org/band", null, List.of("The Band"), Map.of(), List.of());
        state.artists().rememberAttractions(Map.of("a", attraction, "b", attraction));
        state.artists().rememberGenres(Map.of("a", List.of("rock")));

        assertThat(state.artists().compare(new TreeMap<>(Map.of("a", List.of("rock"), "b", List.of("pop")))))
                .isEqualTo(Map.of("a", new Known(null, attraction), "b", new Known(List.of(), attraction)));
    }

    private Map<String, List<String>> stored(String... ids) {
        SortedMap<String, List<String>> genres = new TreeMap<>();
        Stream.of(ids).forEach(id -> genres.put(id, List.of()));
        state.artists().compare(genres).forEach((id, known) -> genres.put(id, known.genres()));
        return genres;
    }
}
