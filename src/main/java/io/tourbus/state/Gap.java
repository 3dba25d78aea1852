package io.tourbus.state;

import java.util.Objects;

/**
 * A part of a query that was not complete.
 *
 * @param reason why it was not
 */
public record Gap(StoredSlice slice, String reason) {

    public Gap {
        Objects.requireNonNull(slice, "slice");
        Objects.requireNonNull(reason, "reason");
    }
}
