package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpotifyPagersTest {

    private final Slice search =
            Slice.of(query("search jazz"), "spotify-search", "search jazz", Map.of("q", "jazz"), List.of());

    @Test
    void aSearchContinuesWhileSpotifyLinksANextPage() {
        assertThat(requests(new SearchPager(() -> 50), search, page(50, true))).hasSize(20);
        assertThat(requests(new SearchPager(() -> 50), search, page(50, false)))
                .containsExactly("/search?limit=50&offset=0&q=jazz");
    }

    @Test
    void aSearchEndsAfterOneThousandResults() {
        assertThat(requests(new SearchPager(() -> 50), search, page(50, true)))
                .last()
                .asString()
                .contains("offset=950");
        assertThat(requests(new SearchPager(() -> 30), search, page(30, true)))
                .last()
                .asString()
                .contains("limit=10&offset=990");
    }

    @Test
    void anEmptyPageEndsASearch() {
        assertThat(requests(new SearchPager(() -> 10), search, page(0, true))).hasSize(1);
    }

    @Test
    void readsIdsInBatches() {
        assertThat(requests(IdPager.artists(() -> 2), byId("a", "b", "c"), page(2, false)))
                .containsExactly("/artists?ids=a%2Cb", "/artists/c?");
    }

    @Test
    void readsSingleIds() {
        assertThat(requests(IdPager.artists(() -> 1), byId("a", "b"), page(1, false)))
                .containsExactly("/artists/a?", "/artists/b?");
    }

    @Test
    void aFallbackStartsAtTheSamePositionWithTheCurrentSize() {
        var size = new AtomicInteger(50);
        var searches = new SearchPager(size::get);
        var second =
                searches.next(search, searches.first(search), page(50, true)).orElseThrow();
        var ids = IdPager.artists(size::get);
        var batch = ids.first(byId("a", "b", "c"));

        size.set(1);

        assertThat(searches.fallback(search, second))
                .map(PageRequest::toString)
                .contains("/search?limit=1&offset=50&q=jazz");
        assertThat(ids.fallback(byId("a", "b", "c"), batch))
                .map(PageRequest::toString)
                .contains("/artists/a");
        assertThat(ids.next(byId("a", "b", "c"), batch, page(3, false))).isEmpty();
    }

    @Test
    void readsEntitiesOfArtistsUntilTheEndpointIsClosed() {
        var open = new AtomicBoolean(true);
        var pager = IdPager.ofArtist("related-artists", open::get);

        assertThat(requests(pager, byId("a", "b"), page(20, false)))
                .containsExactly("/artists/a/related-artists?", "/artists/b/related-artists?");
        open.set(false);
        assertThat(requests(pager, byId("a", "b"), page(20, false))).hasSize(1);
        assertThat(pager.fallback(byId("a", "b"), pager.first(byId("a", "b")))).isEmpty();
    }

    @Test
    void searchesForANameInQuotes() {
        assertThat(requests(IdPager.names(name -> name), byId("The \"B\" Side", "C"), page(10, true)))
                .containsExactly(
                        "/search?limit=10&offset=0&q=artist%3A%22The%20%20B%20%20Side%22&type=artist",
                        "/search?limit=10&offset=0&q=artist%3A%22C%22&type=artist");
    }

    private static Slice byId(String... ids) {
        return Slice.of(query("artists by id"), "spotify-artists", "artists by id", Map.of(), List.of(ids));
    }

    private static Query query(String title) {
        return new Query("spotify", Entity.ARTISTS, title);
    }

    private static List<String> requests(Pager pager, Slice slice, PageResult everyAnswer) {
        List<String> requests = new ArrayList<>();
        for (var request = Optional.of(pager.first(slice)); request.isPresent(); ) {
            requests.add(request.map(PageRequest::path).orElseThrow() + "?"
                    + request.get().query());
            request = pager.next(slice, request.get(), everyAnswer);
        }
        return requests;
    }

    private static PageResult page(int size, boolean next) {
        return new PageResult(
                Collections.nCopies(size, new RawEntity(new byte[0], null)), 0, OptionalLong.empty(), next);
    }
}
