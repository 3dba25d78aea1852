package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of data that sources return: the standard ones, and those that descriptions of sources define. Consumers depend on the
 * label: it is the {@code <entity>} in raw object keys and the {@code data_type} of a record.
 */
public final class Entity implements Comparable<Entity> {

    /** The labels of kinds. */
    public static final String LABEL = "[a-z][a-z0-9_]{0,30}";

    public static final Entity ARTISTS = new Entity("artists", 0);
    public static final Entity TRACKS = new Entity("tracks", 1);
    public static final Entity VENUES = new Entity("venues", 2);
    public static final Entity EVENTS = new Entity("events", 3);

    private static final List<Entity> STANDARD = List.of(ARTISTS, TRACKS, VENUES, EVENTS);

    /** There is one instance for each label. */
    private static final Map<String, Entity> BY_LABEL =
            new ConcurrentHashMap<>(STANDARD.stream().collect(Collectors.toMap(Entity::label, Function.identity())));

    private final String label;
    private final String order;

    private Entity(String label, int position) {
        this.label = label;
        this.order = position + label;
    }

    /** The kinds whose records have a schema of Tourbus. */
    public static List<Entity> standard() {
        return STANDARD;
    }

    /** @throws IllegalArgumentException if no kind can have this label */
    public static Entity of(String label) {
        if (!label.matches(LABEL)) {
            throw new IllegalArgumentException("no kind of entity: " + label);
        }
        return BY_LABEL.computeIfAbsent(label, added -> new Entity(added, STANDARD.size()));
    }

    /** The kind whose records are in this folder of the normalized zone. */
    public static Entity ofRecordFolder(String folder) {
        return folder.equals(EVENTS.recordFolder()) ? EVENTS : of(folder);
    }

    public boolean isStandard() {
        return STANDARD.contains(this);
    }

    /** {@code artists}, {@code tracks}, {@code venues}, {@code events} or the name of a record type in a description. */
    @JsonValue
    public String label() {
        return label;
    }

    /** Returns the folder in the normalized zone: the label, but {@code concerts} for events. */
    public String recordFolder() {
        return this == EVENTS ? "concerts" : label;
    }

    /** A text by which kinds are sorted: the standard ones first. */
    public String order() {
        return order;
    }

    @Override
    public int compareTo(Entity other) {
        return order.compareTo(other.order);
    }

    /** The field with the ID of a record: {@code artist_id} and the like, or {@code id} for kinds that a description defines. */
    public String idField() {
        if (!isStandard()) {
            return "id";
        }
        return this == EVENTS ? "concert_id" : label.replaceFirst("s$", "_id");
    }

    @Override
    public String toString() {
        return label;
    }
}
