package io.tourbus.source.slice;

import io.tourbus.source.page.PageResult;
import java.util.Optional;

/** Follows a slice while it is read, and narrows it when its first page tells that it is too wide. */
public interface SliceNarrower {

    /** Takes each slice as it is. */
    SliceNarrower NONE = new SliceNarrower() {};

    /** The first page has been read. @return what to ask for instead; empty to read on */
    default Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        return Optional.empty();
    }

    /** Another page has been read. */
    default void onPage(Slice slice, PageResult page) {}
}
