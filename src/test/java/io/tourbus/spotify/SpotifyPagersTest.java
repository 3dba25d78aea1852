package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Query;
import io.tourbus.source.RawEntity;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SpotifyPagersTest {

    private final Slice search =
            Slice.of(query("search jazz"), "spotify-search", "search jazz", Map.of("q", "jazz"), List.of());

    @Test
    void aSearchGoesOnWhileSpotifyNamesANextPage() {
        assertThat(requests(new SearchPager(() -> 50), search, page(50, true))).hasSize(20);
        assertThat(requests(new SearchPager(() -> 50), search, page(50, false)))
                .containsExactly("/search?limit=50&offset=0&q=jazz");
    }

    @Test
    void aSearchNeverAsksBeyondTheFirstThousandResults() {
        assertThat(requests(new SearchPager(() -> 50), search, page(50, true)))
                .last()
                .asString()
                .contains("offset=950");
        assertThat(requests(new SearchPager(() -> 30), search, page(30, true)))
                .last()
                .asString()
                .contains("offset=960");
    }

    @Test
    void anEmptyPageEndsASearch() {
        assertThat(requests(new SearchPager(() -> 10), search, page(0, true))).hasSize(1);
    }

    @Test
    void idsAreAskedForInBatchesWhereTheAppMay() {
        assertThat(requests(new ArtistIdPager(() -> 2), byId("a", "b", "c"), page(2, false)))
                .containsExactly("/artists?ids=a%2Cb", "/artists?ids=c");
    }

    @Test
    void idsAreAskedForOneByOneWhereItMayNot() {
        assertThat(requests(new ArtistIdPager(() -> 1), byId("a", "b"), page(1, false)))
                .containsExactly("/artists/a?", "/artists/b?");
    }

    private static Slice byId(String... ids) {
        return Slice.of(query("artists by id"), "spotify-artists", "artists by id", Map.of(), List.of(ids));
    }

    private static Query query(String title) {
        return new Query("spotify", Entity.ARTISTS, title);
    }

    private static List<String> requests(Pager pager, Slice slice, Page everyAnswer) {
        List<String> asked = new ArrayList<>();
        for (var request = Optional.of(pager.first(slice)); request.isPresent(); ) {
            asked.add(request.map(Request::path).orElseThrow() + "?"
                    + request.get().query());
            request = pager.next(slice, request.get(), everyAnswer);
        }
        return asked;
    }

    private static Page page(int size, boolean next) {
        return new Page(Collections.nCopies(size, new RawEntity(new byte[0], null)), 0, OptionalLong.empty(), next);
    }
}
