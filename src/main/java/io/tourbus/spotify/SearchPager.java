package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Pager;
import io.tourbus.source.slice.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Pages of a search, {@code GET /search?q=…&type=artist&limit=…&offset=…}. Spotify serves the first 1,000 results of a
 * ranking ({@code offset + limit} up to 1,000), whatever total it names, and the total changes from page to page.
 */
final class SearchPager implements Pager {

    private static final int DEEPEST = 1_000;

    private final IntSupplier pageSize;

    /** @param pageSize asked before each page, for it may change */
    SearchPager(IntSupplier pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest asked, PageResult answer) {
        var from = asked.from() + Integer.parseInt(asked.parameters().get("limit"));
        var more = answer.next() && !answer.empty() && from < DEEPEST;
        return more ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return Optional.of(request(slice, refused.from()));
    }

    @Override
    public boolean exact() {
        return false;
    }

    private PageRequest request(Slice slice, int offset) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("limit", String.valueOf(Math.min(pageSize.getAsInt(), DEEPEST - offset)));
        parameters.put("offset", String.valueOf(offset));
        return new PageRequest("/search", parameters, offset);
    }
}
