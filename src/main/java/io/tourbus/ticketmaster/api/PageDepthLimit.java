package io.tourbus.ticketmaster.api;

/**
 * How deep a query can be read. Ticketmaster refuses (DIS1035) a page unless {@code page * size} is below 1,000. With pages
 * of 200 that is 1,000 entities; when a query turns out to have a few more, going on in pages of 199 reaches 1,194, the
 * last one from 995 on, and saves cutting the query anew. An API that takes its rule more strictly says so once, and is
 * asked for 1,000 from then on.
 */
public final class PageDepthLimit {

    private static final int LIMIT = 1_000;

    private final int pageSize;
    private final int shorterSize;
    private volatile boolean strict;

    /** @param pageSize 1 to 200 */
    public PageDepthLimit(int pageSize) {
        this.pageSize = pageSize;
        var shorter = (LIMIT - 1) / pages(LIMIT);
        this.shorterSize = shorter * (pages(LIMIT) + 1) > pageSize * pages(LIMIT) ? shorter : 0;
    }

    /** How many entities of a query can be read. */
    public int maxResults() {
        return Math.max(pageSize * pages(LIMIT), strict ? 0 : shorterSize * (pages(LIMIT) + 1));
    }

    /** The size of the first page. */
    public int pageSize() {
        return pageSize;
    }

    /** The size of the pages after the first one of a query with so many entities. */
    public int pageSize(long total) {
        return total > (long) pageSize * pages(LIMIT) && total <= maxResults() ? shorterSize : pageSize;
    }

    /** Whether a page that starts after so many entities is served. */
    public boolean serves(int from) {
        return from < LIMIT;
    }

    /** How many requests a query with so many entities takes; one more than it can take where it has too many. */
    public int requests(double entities) {
        return entities > maxResults() ? pages(LIMIT) + 2 : Math.max(1, (int) Math.ceil(entities / pageSize));
    }

    /** A page within the reach was refused. */
    public void refused() {
        strict = true;
    }

    private int pages(int entities) {
        return (entities + pageSize - 1) / pageSize;
    }
}
