package io.tourbus.ticketmaster.api;

/**
 * How many entities of a query can be read. Ticketmaster refuses a page (DIS1035) unless {@code page * size} is below 1,000.
 * That allows 1,000 entities in pages of 200. If a query has a few more, pages of 199 after the first page allow 1,194,
 * because the last page starts at 995: this is cheaper than splitting the query. After the first refusal of such a page, the
 * limit is 1,000. Thread-safe.
 */
public final class PageDepthLimit {

    private static final int MAX_OFFSET = 1_000;

    private final int pageSize;
    private final int shorterSize;
    private volatile boolean strict;

    /** @param pageSize 1 to 200 */
    public PageDepthLimit(int pageSize) {
        this.pageSize = pageSize;
        var shorter = (MAX_OFFSET - 1) / pages(MAX_OFFSET);
        this.shorterSize = shorter * (pages(MAX_OFFSET) + 1) > pageSize * pages(MAX_OFFSET) ? shorter : 0;
    }

    /** The maximum number of entities of a query. */
    public int maxResults() {
        return Math.max(pageSize * pages(MAX_OFFSET), strict ? 0 : shorterSize * (pages(MAX_OFFSET) + 1));
    }

    /** The size of the first page. */
    public int pageSize() {
        return pageSize;
    }

    /** The size of the pages after the first one, for a query with this total. */
    public int pageSize(long total) {
        return total > (long) pageSize * pages(MAX_OFFSET) && total <= maxResults() ? shorterSize : pageSize;
    }

    /** Whether the API serves a page that starts at this offset. */
    public boolean serves(int from) {
        return from < MAX_OFFSET;
    }

    /** How many requests a query with this number of entities needs, or one more than the maximum if it has too many. */
    public int requests(double entities) {
        return entities > maxResults() ? pages(MAX_OFFSET) + 2 : Math.max(1, (int) Math.ceil(entities / pageSize));
    }

    /** Called when the API refused a page below the limit. */
    public void refused() {
        strict = true;
    }

    private int pages(int entities) {
        return (entities + pageSize - 1) / pageSize;
    }
}
