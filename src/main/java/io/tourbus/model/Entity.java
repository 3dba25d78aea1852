package io.tourbus.model;

import java.util.Locale;

/**
 * What a source calls its things. The label is the {@code <entity>} of raw lake keys and the {@code data_type} of a
 * record; both are read by existing consumers and do not change.
 */
public enum Entity {
    ARTISTS("artists", "artists"),
    TRACKS("tracks", "tracks"),
    VENUES("venues", "venues"),
    EVENTS("events", "concerts");

    private final String label;
    private final String recordFolder;

    Entity(String label, String recordFolder) {
        this.label = label;
        this.recordFolder = recordFolder;
    }

    /** @throws IllegalArgumentException when nothing has that label */
    public static Entity of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** {@code artists}, {@code tracks}, {@code venues} or {@code events}. */
    public String label() {
        return label;
    }

    /** The folder of the normalised zone: {@code artists}, {@code tracks}, {@code venues} or {@code concerts}. */
    public String recordFolder() {
        return recordFolder;
    }

    @Override
    public String toString() {
        return label;
    }
}
