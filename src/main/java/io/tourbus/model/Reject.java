package io.tourbus.model;

import java.util.Map;

/**
 * An entity that could not become a record.
 *
 * @param reason short and without values of the payload, so that reasons can be counted: {@code no id}
 * @param json what the API said, one line of JSON in UTF-8; empty where it said {@code null}
 * @param place where it stood, for what can only be told from there
 */
public record Reject(String reason, byte[] json, Map<String, String> place) {

    public Reject {
        place = Map.copyOf(place);
    }

    /** Of an entity that can be told from itself. */
    public Reject(String reason, byte[] json) {
        this(reason, json, Map.of());
    }

    /** An entry of a list that was {@code null}: how Spotify answers for an id that it does not know. */
    public static Reject nullEntry() {
        return new Reject("null entry", new byte[0]);
    }

    /** Whether there is nothing to keep. */
    public boolean empty() {
        return json.length == 0;
    }
}
