package io.tourbus.source.slice;

import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The progress and results of reading one slice, page by page. The first page may replace the slice by a narrower one. If
 * entities are missing, or if the pages show that they shifted during reading, the slice is read a second time. Used by one
 * thread at a time.
 *
 * <p>A slice is read until as many entities have arrived as the API reports or can return, whatever its pages look like. A page
 * without new entities, before that number is reached, is requested once more and then counts as lost. So does a page whose
 * request fails. Reading continues behind it.
 */
public final class SliceReading implements SliceResult {

    /** After so many lost pages, further ones are not requested again. After so many pages that repeat others, reading ends. */
    private static final int MAX_RETRIED = 3;

    private final Pager pager;
    private final ReceivedEntities received = new ReceivedEntities();
    private final Contents contents;
    private final int limit;
    private Slice slice;
    private Optional<PageRequest> request;
    private OptionalLong total = OptionalLong.empty();
    private int pages;
    private boolean first = true;
    private boolean truncated;
    private boolean reduced;
    private boolean cutShort;
    private boolean rescanned;
    private long highestTotal;
    private int uniqueBeforePage;
    private int lostPages;
    private int repeatedPages;
    private boolean retried;
    private boolean pageFailed;
    private Optional<String> loss = Optional.empty();
    private boolean totalChanged;
    /** The offset after the last entity received. */
    private int end;
    /** How many entities the requested pages have in common. */
    private int overlap;

    SliceReading(Slice slice, Pager pager, Set<String> known) {
        this.pager = pager;
        this.contents = new Contents(known);
        this.limit = slice.narrower().limit(slice);
        this.slice = slice;
        this.request = reduced(Optional.of(pager.first(slice)));
    }

    @Override
    public Slice slice() {
        return slice;
    }

    public Pager pager() {
        return pager;
    }

    /** Whether another page has to be requested. */
    public boolean hasNext() {
        return request.isPresent();
    }

    /** The request for the next page. @throws java.util.NoSuchElementException unless {@link #hasNext()} */
    public PageRequest request() {
        return request.orElseThrow();
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int fetched() {
        return received.fetched();
    }

    @Override
    public int unique() {
        return received.unique();
    }

    @Override
    public OptionalLong reportedTotal() {
        return total;
    }

    /**
     * How many entities the API reports. Empty if its totals say nothing about completeness, or if they are not exact and no
     * more are missing than the {@linkplain Pager#drift drift} of the total explains. If the number is unknown, but there are
     * more, it is one more than the entities received.
     */
    @Override
    public OptionalLong total() {
        if (total.isEmpty()) {
            var more = lostPages > 0 || truncated && pager.exact();
            var arrived = repeatedPages == MAX_RETRIED ? unique() : Math.max(fetched(), unique());
            return more ? OptionalLong.of(arrived + 1L) : OptionalLong.empty();
        }
        if (pager.exact()) {
            return OptionalLong.of(promised());
        }
        return pager.paged() && isShort() ? OptionalLong.of(expected()) : OptionalLong.empty();
    }

    /** Whether more entities have not arrived than a drift of the total explains. A lost page is no drift. */
    private boolean isShort() {
        var drifts = !pager.exact() && lostPages == 0 && unique() > 0;
        return expected() - unique() > (drifts ? Pager.drift(expected()) : 0);
    }

    /** The last total, or the highest one if far more entities are missing than the total usually changes between two pages. */
    private long promised() {
        return highestTotal - unique() > Pager.drift(highestTotal) ? highestTotal : total.orElse(0);
    }

    /** How many entities can be expected to arrive. */
    private long expected() {
        return Math.min(promised(), pager.maxResults());
    }

    @Override
    public Optional<String> loss() {
        return loss;
    }

    @Override
    public boolean openEnded() {
        return pager.exact() && (truncated && total.isEmpty() || total().orElse(0) >= pager.cap());
    }

    @Override
    public boolean exceedsLimit() {
        return total().orElse(0) > pager.maxResults() || openEnded();
    }

    /** How many reported entities have not been received; 0 if the totals of the API are not exact. */
    public long missing() {
        return Math.max(0, total().orElse(0) - unique());
    }

    /** Whether all entities of the query were received. The results of a search that the API cuts off are not all. */
    @Override
    public boolean exhaustive() {
        return pager.exact()
                || pager.paged() && total.isPresent() && highestTotal <= Math.min(unique(), pager.maxResults());
    }

    /** Whether the slice was read a second time, because pages shifted during reading. */
    public boolean rescanned() {
        return rescanned;
    }

    /** The normalized entities, without duplicates. */
    public List<Normalized> normalized() {
        return received.normalized();
    }

    public List<Reject> rejects() {
        return received.rejects();
    }

    /** Whether as many entities have been received as the run wants to read. */
    boolean isFull() {
        return unique() >= limit;
    }

    @Override
    public boolean cutShort() {
        return cutShort;
    }

    private Optional<PageRequest> reduced(Optional<PageRequest> next) {
        if (limit == Integer.MAX_VALUE) {
            return next;
        }
        var smaller = next.map(page -> pager.atMost(limit - unique(), slice, page));
        reduced |= !smaller.equals(next);
        return smaller;
    }

    void add(Normalized entity) {
        received.add(entity);
    }

    @Override
    public Set<String> rejectedIds() {
        return received.rejectedIds();
    }

    @Override
    public Optional<SliceReading> reading() {
        return Optional.of(this);
    }

    /** @param id can be empty */
    void add(Reject entity, String id) {
        received.add(entity, id, rescanned);
    }

    /** What the entities of the slice contain or refer to. */
    public Contents contents() {
        return contents;
    }

    void repaired(String kind) {
        received.repaired(kind);
    }

    /** How many values had to be changed or dropped, by kind, see {@link JsonFields#repairs()}. */
    public Map<String, Integer> repairs() {
        return received.repairs();
    }

    /** Replaces the slice by a narrower one if the first page shows that this is necessary. @return whether it did */
    boolean narrow(PageResult page) {
        if (!first) {
            if (!rescanned) {
                slice.narrower().onPage(slice, page);
            }
            return false;
        }
        var narrower = slice.narrower().onFirstPage(slice, page);
        first = narrower.isPresent();
        narrower.ifPresent(this::restart);
        return first;
    }

    private void restart(Slice narrower) {
        pages++;
        slice = narrower;
        request = reduced(Optional.of(pager.first(slice)));
    }

    /** Replaces a request that the API refused because of its form. */
    void requestDifferently() {
        request = reduced(pager.fallback(slice, request()));
    }

    /** @param leftOut whether the page had more entities than the run wants to read */
    void advance(PageResult page, boolean leftOut) {
        pages++;
        pageFailed = false;
        if (page.total().isPresent()) {
            totalChanged |= total.isPresent() && !total.equals(page.total());
            total = page.total();
            highestTotal = Math.max(highestTotal, total.getAsLong());
        }
        var lost = isLost(page);
        if (lost && !retried && lostPages < MAX_RETRIED) {
            retried = true;
            return;
        }
        lostPages += lost ? 1 : 0;
        overlap += Math.max(0, end - request().from());
        end = request().from() + page.entities().size() + page.nulls();
        request = requestAfter(page);
        retried = false;
        uniqueBeforePage = unique();
        if (leftOut || endsSample(page)) {
            cutShort = true;
            request = Optional.empty();
            return;
        }
        request = reduced(request);
        truncated = request.isEmpty() && page.next() && !page.empty();
        if (request.isEmpty() && pagesShifted()) {
            rescanned = true;
            highestTotal = 0;
            request = Optional.of(pager.first(slice));
        }
    }

    private boolean endsSample(PageResult page) {
        return isFull()
                ? request.isPresent() || page.next() || missing() > 0
                : reduced && request.isEmpty() && missing() > 0;
    }

    /** Whether the page should have had other entities. Exact totals show after the last page whether pages shifted. */
    private boolean isLost(PageResult page) {
        var nothingNew = page.empty() || !pager.exact() && unique() == uniqueBeforePage;
        return pager.paged() && page != PageResult.NONE && nothingNew && isExpected(request());
    }

    private boolean isExpected(PageRequest page) {
        return page.from() < expected() && isShort();
    }

    /** Whether the pages repeat what has been received, whatever their links say. */
    private boolean bringsNothing(PageRequest next) {
        return total.isPresent()
                && (rescanned ? next.from() >= Math.max(total.getAsLong(), unique()) : unique() == uniqueBeforePage);
    }

    /** Whether the links of an API that reports no total lead from page to page without new entities. */
    private boolean goesInCircles(PageResult page) {
        repeatedPages = page.link() != null && unique() == uniqueBeforePage ? repeatedPages + 1 : 0;
        lostPages += repeatedPages == MAX_RETRIED ? 1 : 0;
        loss = repeatedPages == MAX_RETRIED ? Optional.of("the last pages repeat others, and link to more") : loss;
        return repeatedPages == MAX_RETRIED;
    }

    private Optional<PageRequest> requestAfter(PageResult page) {
        var linked = pager.next(slice, request(), page);
        if (!pager.paged() || page == PageResult.NONE) {
            return linked.filter(next -> !goesInCircles(page));
        }
        return linked.filter(next -> !bringsNothing(next) || isExpected(next))
                .or(() -> pager.following(slice, request()).filter(this::isExpected));
    }

    /**
     * Continues behind a page whose request failed.
     *
     * @return whether that is possible: not if the page before it failed as well, because then all of them may
     */
    public boolean skipPage(String reason) {
        var next = pager.following(slice, request());
        if (pageFailed || next.isEmpty() || first && pager.exact()) {
            return false;
        }
        pageFailed = true;
        lostPages++;
        loss = Optional.of(reason);
        request = reduced(total.isPresent() ? next.filter(this::isExpected) : next);
        return true;
    }

    /**
     * Whether entities were removed or added while the slice was read. The signs are a changed total, an entity that two pages
     * have in common, and, for pages that overlap, other common entities than the overlap.
     */
    private boolean pagesShifted() {
        var shifted = missing() > 0 || totalChanged || received.repeated() != overlap;
        return !rescanned && lostPages == 0 && pager.exact() && shifted && !exceedsLimit();
    }
}
