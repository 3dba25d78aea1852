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

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page) {
        var from = request.from() + Integer.parseInt(request.parameters().get("limit"));
        var more = page.next() && !page.empty() && from < MAX_RESULTS;
        return more ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return Optional.of(request(slice, refused.from()));
    }

    private PageRequest request(Slice slice, int offset) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("limit", String.valueOf(Math.min(pageSize.getAsInt(), MAX_RESULTS - offset)));
        parameters.put("offset", String.valueOf(offset));
        return new PageRequest("/search", parameters, offset);
    }
}
