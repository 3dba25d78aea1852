package io.tourbus.source.slice;

import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A slice while it is read, page after page, by one thread at a time. Its first page may narrow it; where pages have
 * shifted, so that fewer entities came than there are, it is read once more.
 */
public final class SliceReading {

    private final Pager pager;
    private final List<Normalized> normalized = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<ByteBuffer> rejected = new HashSet<>();
    private Slice slice;
    private Optional<PageRequest> request;
    private OptionalLong total = OptionalLong.empty();
    private int pages;
    private int fetched;
    private boolean first = true;
    private boolean cutShort;
    private boolean rescanned;

    SliceReading(Slice slice, Pager pager) {
        this.pager = pager;
        this.slice = slice;
        this.request = Optional.of(pager.first(slice));
    }

    /** The slice as it is asked for now: narrower, perhaps, than the one that was opened. */
    public Slice slice() {
        return slice;
    }

    /** Whether there is a page to ask for. */
    public boolean hasNext() {
        return request.isPresent();
    }

    /** The page to ask for; only while there is one. */
    public PageRequest request() {
        return request.orElseThrow();
    }

    /** How many pages have been read, those that only narrowed the slice included. */
    public int pages() {
        return pages;
    }

    /** How many entities have come, repeated and rejected ones included. */
    public int fetched() {
        return fetched;
    }

    /** How many different entities have come. */
    public int unique() {
        return normalized.size() + rejects.size();
    }

    /** How many entities the API says there are, exact or not. */
    public OptionalLong reportedTotal() {
        return total;
    }

    /**
     * How many entities the API says there are; empty where its word is not exact. Where it has not said, but named a page
     * after the last one that it serves: one more than came.
     */
    public OptionalLong total() {
        if (!pager.exact()) {
            return OptionalLong.empty();
        }
        return total.isEmpty() && cutShort ? OptionalLong.of(fetched + 1L) : total;
    }

    /** Whether there may be more than {@link #total()}. */
    public boolean openEnded() {
        return pager.exact() && (cutShort && total.isEmpty() || total().orElse(0) >= pager.cap());
    }

    /** Whether the API has more than it hands out for one query, however often it is asked. */
    public boolean tooMany() {
        return total().orElse(0) > pager.reach() || openEnded();
    }

    /** How many entities the API has for this slice beyond those that came; 0 where its total is not exact. */
    public long missing() {
        return Math.max(0, total().orElse(0) - unique());
    }

    /** Whether the slice was read a second time, because pages had shifted. */
    public boolean rescanned() {
        return rescanned;
    }

    /** Without repetitions. */
    public List<Normalized> normalized() {
        return normalized;
    }

    public List<Reject> rejects() {
        return rejects;
    }

    void add(Normalized entity) {
        fetched++;
        if (ids.add(entity.line().identity())) {
            normalized.add(entity);
        }
    }

    void add(Reject entity) {
        fetched++;
        if (entity.empty() ? !rescanned : rejected.add(ByteBuffer.wrap(entity.json()))) {
            rejects.add(entity);
        }
    }

    /** Asks for something narrower when the page, the first one, tells that it takes that. @return whether it did */
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
        request = Optional.of(pager.first(slice));
    }

    /** The request was refused for the way in which it was put. */
    void requestDifferently() {
        request = pager.fallback(slice, request());
    }

    void turn(PageResult page) {
        pages++;
        if (page.total().isPresent()) {
            total = page.total();
        }
        request = pager.next(slice, request(), page);
        cutShort = request.isEmpty() && page.next() && !page.empty();
        if (request.isEmpty() && shifted()) {
            rescanned = true;
            request = Optional.of(pager.first(slice));
        }
    }

    private boolean shifted() {
        return !rescanned && missing() > 0 && !tooMany();
    }
}
