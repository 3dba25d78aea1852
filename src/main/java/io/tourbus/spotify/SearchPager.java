package io.tourbus.spotify;

import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of a search, {@code GET /search?q=…&type=artist&limit=…&offset=…}. Spotify serves the first 1,000 results of a
 * ranking ({@code offset + limit} up to 1,000), whatever total it names, and the total changes from page to page.
 */
public final class SearchPager implements Pager {

    private static final int DEEPEST = 1_000;

    private final int pageSize;

    public SearchPager(int pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public Request first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<Request> next(Slice slice, Request asked, Page answer) {
        var from = asked.from() + pageSize;
        var more = answer.next() && !answer.entities().isEmpty() && from + pageSize <= DEEPEST;
        return more ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return false;
    }

    private Request request(Slice slice, int offset) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("limit", String.valueOf(pageSize));
        parameters.put("offset", String.valueOf(offset));
        return new Request("/search", parameters, offset);
    }
}
