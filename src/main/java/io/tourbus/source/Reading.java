package io.tourbus.source;

import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A slice while it is read, page after page, by one thread at a time. */
public final class Reading {

    private final Slice slice;
    private final boolean exact;
    private final List<Normalized> normalized = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private Optional<Request> request;
    private OptionalLong total = OptionalLong.empty();
    private int pages;

    Reading(Slice slice, Pager pager) {
        this.slice = slice;
        this.exact = pager.exact();
        this.request = Optional.of(pager.first(slice));
    }

    public Slice slice() {
        return slice;
    }

    /** Whether there is a page to ask for. */
    public boolean hasNext() {
        return request.isPresent();
    }

    /** The page to ask for; only while there is one. */
    public Request request() {
        return request.orElseThrow();
    }

    /** How many pages have been read. */
    public int pages() {
        return pages;
    }

    /** How many entities have been read, rejected ones included. */
    public int fetched() {
        return normalized.size() + rejects.size();
    }

    /** How many entities the API has for this slice beyond those it handed out; 0 where its total is not exact. */
    public long missing() {
        return exact ? Math.max(0, total.orElse(0) - fetched()) : 0;
    }

    public List<Normalized> normalized() {
        return normalized;
    }

    public List<Reject> rejects() {
        return rejects;
    }

    void add(Normalized entity) {
        normalized.add(entity);
    }

    void add(Reject entity) {
        rejects.add(entity);
    }

    void turn(Page page, Optional<Request> next) {
        pages++;
        if (page.total().isPresent()) {
            total = page.total();
        }
        request = next;
    }
}
