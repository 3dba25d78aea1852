package io.tourbus.source;

import java.util.Optional;

/** Follows a slice while it is read, and narrows it when its first page tells that it is too wide. */
public interface Narrowing {

    /** Takes each slice as it is. */
    Narrowing NONE = new Narrowing() {};

    /** The first page has been read. @return what to ask for instead; empty to read on */
    default Optional<Slice> first(Slice slice, Page page) {
        return Optional.empty();
    }

    /** Another page has been read. */
    default void further(Slice slice, Page page) {}
}
