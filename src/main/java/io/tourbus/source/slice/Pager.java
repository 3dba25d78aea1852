package io.tourbus.source.slice;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import java.util.Optional;

/** The paging strategy of an API: which request returns the first and the next page of a slice. Stateless. */
public interface Pager {

    PageRequest first(Slice slice);

    /** The request after {@code request}; empty if {@code page} was the last one that the API has or serves. */
    Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page);

    /** A replacement for a request that the API refused because of its form; empty to end the slice. */
    default Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return Optional.empty();
    }

    /** Whether the total of the API is exact enough to detect missing entities. */
    default boolean exact() {
        return false;
    }

    /** The total at which the API stops counting: the real total may be higher. */
    default long cap() {
        return Long.MAX_VALUE;
    }

    /** How many entities of one query the API returns at most. */
    default int maxResults() {
        return 1_000;
    }
}
