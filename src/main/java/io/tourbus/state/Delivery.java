package io.tourbus.state;

import java.util.UUID;

/**
 * What brought a record to the sinks.
 *
 * @param slice its name
 */
public record Delivery(String runId, String slice) {

    /** Half of it is the run's, half the slice's. */
    UUID key() {
        return new UUID(
                Hashes.half(runId).getMostSignificantBits(), Hashes.half(slice).getMostSignificantBits());
    }
}
