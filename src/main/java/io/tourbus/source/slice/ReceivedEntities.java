package io.tourbus.source.slice;

import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entities that the pages of a slice returned, each once, and how many were returned again. */
final class ReceivedEntities {

    private final List<Normalized> normalized = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<ByteBuffer> rejected = new HashSet<>();
    private final Set<String> rejectedIds = new HashSet<>();
    private final Map<String, Integer> repairs = new TreeMap<>();
    private int fetched;
    private int repeated;

    void add(Normalized entity) {
        fetched++;
        if (ids.add(entity.line().identity())) {
            normalized.add(entity);
        } else {
            repeated++;
        }
    }

    /**
     * @param id can be empty
     * @param rescanned whether the slice is read a second time. Entities without content, which all look alike, then count as repeated
     */
    void add(Reject entity, String id, boolean rescanned) {
        fetched++;
        if (entity.empty() ? !rescanned : rejected.add(ByteBuffer.wrap(entity.json()))) {
            rejects.add(entity);
        } else {
            repeated++;
        }
        if (!id.isEmpty()) {
            rejectedIds.add(id);
        }
    }

    void repaired(String kind) {
        repairs.merge(kind, 1, Integer::sum);
    }

    List<Normalized> normalized() {
        return normalized;
    }

    List<Reject> rejects() {
        return rejects;
    }

    Set<String> rejectedIds() {
        return rejectedIds;
    }

    Map<String, Integer> repairs() {
        return repairs;
    }

    /** The number of entities in the pages, with repetitions. */
    int fetched() {
        return fetched;
    }

    int repeated() {
        return repeated;
    }

    int unique() {
        return normalized.size() + rejects.size();
    }
}
