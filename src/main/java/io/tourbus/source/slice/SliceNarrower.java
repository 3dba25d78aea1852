package io.tourbus.source.slice;

import io.tourbus.source.page.PageResult;
import java.util.Optional;

/** Replaces a slice by a narrower one when its first page shows that the API cannot return it completely. */
public interface SliceNarrower {

    SliceNarrower NONE = new SliceNarrower() {};

    /** Called after the first page. @return the slice to read instead; empty to continue with this one */
    default Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        return Optional.empty();
    }

    /** Called after each further page. */
    default void onPage(Slice slice, PageResult page) {}
}
