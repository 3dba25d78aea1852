package io.tourbus.state;

import java.time.Instant;
import java.util.Objects;

/** A source that must not be asked until then, and why. */
public record Block(String source, Instant until, String reason) {

    public Block {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(reason, "reason");
    }
}
