package io.tourbus.ticketmaster.api;

import java.util.Optional;

/**
 * How many entities of a query can be read. Ticketmaster refuses a page (DIS1035) unless {@code page * size} is below 1,000.
 * That allows 1,000 entities in pages of 200. If a query has more, page 5 with a size of 199 returns the entities from 995 to
 * 1,193. After the first refusal of such a page, the limit is 1,000. Thread-safe.
 */
public final class PageDepthLimit {

    private static final int MAX_OFFSET = 1_000;

    private final int pageSize;
    private final Optional<Page> deepest;
    private volatile boolean strict;

    /** A page of a query. @param number from 0 */
    public record Page(int number, int size) {

        /** The offset of its first entity. */
        public int from() {
            return number * size;
        }

        /** The offset after its last entity. */
        public int until() {
            return from() + size;
        }
    }

    /** @param pageSize 1 to 200 */
    public PageDepthLimit(int pageSize) {
        this.pageSize = pageSize;
        var page = new Page(pages(), (MAX_OFFSET - 1) / pages());
        this.deepest = page.until() > pageSize * pages() ? Optional.of(page) : Optional.empty();
    }

    /** The maximum number of entities of a query. */
    public int maxResults() {
        return strict || deepest.isEmpty() ? pageSize * pages() : deepest.get().until();
    }

    public Page first() {
        return new Page(0, pageSize);
    }

    /** The page that continues after another one; empty if the API serves none. The last page overlaps the one before it. */
    public Optional<Page> next(Page previous) {
        if (previous.size() != pageSize) {
            return Optional.empty();
        }
        var next = new Page(previous.number() + 1, pageSize);
        return next.from() < MAX_OFFSET ? Optional.of(next) : deepest.filter(page -> !strict);
    }

    /** The size of all pages except the last one of a query with more than 1,000 entities. */
    public int pageSize() {
        return pageSize;
    }

    /** How many requests a query with this number of entities needs, or one more than the maximum if it has too many. */
    public int requests(double entities) {
        return entities > maxResults() ? pages() + 2 : Math.max(1, (int) Math.ceil(entities / pageSize));
    }

    /** Called when the API refused a page below the limit. */
    public void refused() {
        strict = true;
    }

    /** The number of pages of full size. */
    private int pages() {
        return (MAX_OFFSET + pageSize - 1) / pageSize;
    }
}
