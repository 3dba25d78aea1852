package io.tourbus.model;

import java.util.Map;

/**
 * An entity of an API response that cannot be normalized.
 *
 * @param reason short and without values of the entity, so that reasons can be counted: {@code no id}
 * @param json the entity as received, one line of JSON in UTF-8; empty if the API returned {@code null}
 * @param place position details that the entity itself does not contain, needed to normalize it later
 * @param stage the step that failed: {@code normalize}, or the name of a hook
 */
public record Reject(String reason, byte[] json, Map<String, String> place, String stage) {

    private static final String DROPPED = "dropped";

    /** Creates a reject of the normalization. */
    public Reject(String reason, byte[] json, Map<String, String> place) {
        this(reason, json, place, "normalize");
    }

    /** Creates a reject of a {@code null} list entry, which Spotify returns for an unknown ID. */
    public static Reject nullEntry() {
        return new Reject("null entry", new byte[0], Map.of());
    }

    /** Creates an entity that a hook dropped, which is not an error. */
    public static Reject dropped(byte[] json) {
        return new Reject("dropped", json, Map.of(), DROPPED);
    }

    /** Returns whether a hook dropped the entity. */
    public boolean isDropped() {
        return stage.equals(DROPPED);
    }

    /** Returns whether there is no JSON to store. */
    public boolean empty() {
        return json.length == 0;
    }
}
