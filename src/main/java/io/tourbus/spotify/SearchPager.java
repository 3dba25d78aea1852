package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Pages through {@code GET /search?q=…&type=artist&limit=…&offset=…}. Spotify returns only the first 1,000 results ({@code
 * offset + limit} at most 1,000), even if the total is higher, and the total changes from page to page.
 *
 * @param pageSize evaluated for each request
 */
record SearchPager(IntSupplier pageSize) implements Pager {

    /** Results of a search that Spotify returns, even if the total is higher. */
    static final int MAX_RESULTS = 1_000;

    /** Pages that are shorter than requested by more than this factor do not determine the next offset. */
    private static final int MAX_SHORTENED = 5;

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page) {
        return page.next() && !page.empty() ? at(slice, request.from() + step(request, page)) : Optional.empty();
    }

    /** The number of results to advance: all of a page, even if a few are left out, but no more than an app receives. */
    private static int step(PageRequest request, PageResult page) {
        var limit = limit(request);
        var received = page.entities().size() + page.nulls();
        var reachable = Math.min(page.total().orElse(0), MAX_RESULTS);
        var left = Math.min(limit, reachable - request.from());
        return left - received > Pager.drift(reachable) && received >= limit / MAX_SHORTENED ? received : limit;
    }

    @Override
    public Optional<PageRequest> following(Slice slice, PageRequest request) {
        return at(slice, request.from() + limit(request));
    }

    @Override
    public boolean paged() {
        return true;
    }

    private Optional<PageRequest> at(Slice slice, int offset) {
        return offset < MAX_RESULTS ? Optional.of(request(slice, offset)) : Optional.empty();
    }

    private static int limit(PageRequest request) {
        return Integer.parseInt(request.parameters().get("limit"));
    }

    @Override
    public Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return Optional.of(request(slice, refused.from()));
    }

    @Override
    public PageRequest atMost(int wanted, Slice slice, PageRequest request) {
        return request(slice, request.from(), Math.min(wanted, limit(request)));
    }

    private PageRequest request(Slice slice, int offset) {
        return request(slice, offset, Math.min(pageSize.getAsInt(), MAX_RESULTS - offset));
    }

    private static PageRequest request(Slice slice, int offset, int limit) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("limit", String.valueOf(limit));
        parameters.put("offset", String.valueOf(offset));
        return new PageRequest("/search", parameters, offset);
    }
}
