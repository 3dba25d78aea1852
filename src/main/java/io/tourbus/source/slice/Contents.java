package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.source.slice.SliceReader.Embedded;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entities that the entities of a slice contain, such as the venues of events, and those that they only refer to. */
public final class Contents {

    private final Set<String> known;
    private final Map<Entity, Map<String, Normalized>> embedded = new TreeMap<>();
    private final Set<String> references = new HashSet<>();

    /** @param known the identities of entities that an earlier slice has read */
    Contents(Set<String> known) {
        this.known = known;
    }

    /** Whether neither this slice nor an earlier one has read an embedded entity. */
    boolean isNew(Embedded found) {
        return !known.contains(found.identity())
                && !embedded.getOrDefault(found.entity(), Map.of()).containsKey(found.identity());
    }

    void add(Embedded found, Normalized record) {
        embedded.computeIfAbsent(found.entity(), entity -> new LinkedHashMap<>())
                .put(found.identity(), record);
    }

    /** The records of the contained entities, without raw JSON. */
    public Map<Entity, List<Normalized>> embedded() {
        Map<Entity, List<Normalized>> records = new TreeMap<>();
        embedded.forEach((entity, found) -> records.put(entity, List.copyOf(found.values())));
        return records;
    }

    void addReferences(Set<String> identities) {
        for (var identity : identities) {
            if (!known.contains(identity)) {
                references.add(identity);
            }
        }
    }

    /** The identities of other records that the records of the slice refer to. */
    public Set<String> references() {
        return references;
    }
}
