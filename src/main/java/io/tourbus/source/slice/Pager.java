package io.tourbus.source.slice;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import java.util.Optional;

/** How an API is read page by page. What pagers need to know of a slice is in their arguments. */
public interface Pager {

    PageRequest first(Slice slice);

    /** The page after the one that was asked; empty when that was the last one, or the last one that the API serves. */
    Optional<PageRequest> next(Slice slice, PageRequest asked, PageResult answer);

    /** What to ask for in place of a request whose way the API does not take; empty to ask for nothing more. */
    default Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return Optional.empty();
    }

    /** Whether the API's total is exact enough to tell from it that something is missing. */
    boolean exact();

    /** The total from which on the API no longer counts: it may stand for any that is larger. */
    default long cap() {
        return Long.MAX_VALUE;
    }

    /** How many entities of a query the API hands out at most. */
    default int reach() {
        return 1_000;
    }
}
