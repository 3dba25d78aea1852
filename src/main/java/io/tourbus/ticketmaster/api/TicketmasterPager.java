package io.tourbus.ticketmaster.api;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageParser;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import io.tourbus.ticketmaster.api.PageDepthLimit.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pages through {@code GET /events?size=…&page=…} and {@code GET /venues?size=…&page=…}. The first page has number 0. See
 * {@link PageDepthLimit} for the last one.
 */
public record TicketmasterPager(PageDepthLimit depth) implements Pager {

    /** The total at which the API stops counting: the real total may be higher. */
    public static final long CAP = 10_000;

    /**
     * Parses {@code {"_embedded": {"events": […]}, "page": {"totalElements"}, "_links": {"next"}}}. An empty page has no
     * {@code _embedded}, the last one no {@code next}. Also accepts an array, as in the OpenAPI document of 2018, and a single
     * entity.
     */
    public static PageParser parserFor(Entity entity) {
        return new PageParser(
                "a page of " + entity,
                entity == Entity.VENUES ? "venue" : "event",
                Set.of("", "_embedded." + entity),
                "page.totalElements",
                "_links.next");
    }

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, depth.first());
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest previous, PageResult page) {
        return hasMore(page, read(previous)) ? following(slice, previous) : Optional.empty();
    }

    @Override
    public Optional<PageRequest> following(Slice slice, PageRequest previous) {
        return depth.next(read(previous)).map(next -> request(slice, next));
    }

    /** Only the first page can be smaller: the number of a page is relative to its size. */
    @Override
    public PageRequest atMost(int wanted, Slice slice, PageRequest request) {
        var page = read(request);
        return page.number() == 0 && wanted < page.size() ? request(slice, new Page(0, wanted)) : request;
    }

    private static Page read(PageRequest request) {
        return new Page(number(request, "page"), number(request, "size"));
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public long cap() {
        return CAP;
    }

    @Override
    public int maxResults() {
        return depth.maxResults();
    }

    private static int number(PageRequest request, String parameter) {
        return Integer.parseInt(request.parameters().get(parameter));
    }

    /** Behind a full page, a link to a next page, or a total far below what has arrived, proves the total wrong. */
    private static boolean hasMore(PageResult page, Page request) {
        if (page.empty() || page.total().isEmpty()) {
            return !page.empty() && page.next();
        }
        var full = page.entities().size() + page.nulls() >= request.size();
        var total = page.total().getAsLong();
        return request.until() < total || full && (page.next() || request.until() - total > Pager.drift(total));
    }

    private static PageRequest request(Slice slice, Page page) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("size", String.valueOf(page.size()));
        parameters.put("page", String.valueOf(page.number()));
        return new PageRequest(slice.entity() == Entity.VENUES ? "/venues" : "/events", parameters, page.from());
    }
}
