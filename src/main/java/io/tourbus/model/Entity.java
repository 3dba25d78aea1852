package io.tourbus.model;

import java.util.Locale;

/**
 * The kinds of data that sources return. Consumers depend on the label: it is the {@code <entity>} in raw object keys and the
 * {@code data_type} of a record.
 */
public enum Entity {
    ARTISTS,
    TRACKS,
    VENUES,
    EVENTS;

    /** @throws IllegalArgumentException if no entity has this label */
    public static Entity of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** {@code artists}, {@code tracks}, {@code venues} or {@code events}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the folder in the normalised zone: {@code artists}, {@code tracks}, {@code venues} or {@code concerts}. */
    public String recordFolder() {
        return this == EVENTS ? "concerts" : label();
    }

    @Override
    public String toString() {
        return label();
    }
}
