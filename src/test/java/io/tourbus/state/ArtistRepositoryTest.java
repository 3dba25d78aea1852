package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    void artistsWithoutGenresAreLeftOut() {
        state.artists().rememberGenres(Map.of("a", List.of("rock", "indie rock"), "b", List.of()));

        assertThat(state.artists().genres(List.of("a", "b", "c")))
                .isEqualTo(Map.of("a", List.of("rock", "indie rock")));
    }

    @Test
    void anEmptyListKeepsTheStoredGenres() {
        state.artists().rememberGenres(Map.of("a", List.of("rock"), "b", List.of("pop")));
        state.artists().rememberGenres(Map.of("a", List.of(), "b", List.of("k-pop")));

        assertThat(state.artists().genres(List.of("a", "b")))
                .isEqualTo(Map.of("a", List.of("rock"), "b", List.of("k-pop")));
    }

    @Test
    void genresDoNotAddAnArtist() {
        state.artists().rememberGenres(Map.of("a", List.of("rock")));
        assertThat(state.artists().ids()).isEmpty();

        state.artists().add(List.of("a"), "related", now);
        assertThat(state.artists().ids()).containsExactly("a");
        assertThat(state.artists().genres(List.of("a"))).isEqualTo(Map.of("a", List.of("rock")));
    }
}
