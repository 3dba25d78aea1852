package io.tourbus.run;

import io.tourbus.model.Entity;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a run for one entity of one source. Safe for use by several threads. */
public final class RunCounters {

    /** The counters, in the order of the report. */
    public enum Count {
        REQUESTS,
        ANSWERS,
        PAGES,
        FETCHED,
        NORMALIZED,
        REJECTED,
        REPEATED,
        UNCHANGED,
        MISSING,
        LAKE_OBJECTS,
        LAKE_RECORDS,
        LAKE_BYTES,
        LAKE_FAILURES,
        STREAM_RECORDS,
        STREAM_BYTES,
        DEAD_LETTERS,
        SLICES,
        FAILED_SLICES,
        SKIPPED_SLICES
    }

    private final String source;
    private final Entity entity;
    private final Map<Count, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> rejections = new ConcurrentSkipListMap<>();

    RunCounters(String source, Entity entity) {
        this.source = source;
        this.entity = entity;
    }

    String source() {
        return source;
    }

    Entity entity() {
        return entity;
    }

    public void add(Count count, long some) {
        counts.computeIfAbsent(count, key -> new LongAdder()).add(some);
    }

    void reject(String reason) {
        add(Count.REJECTED, 1);
        rejections.computeIfAbsent(reason, key -> new LongAdder()).increment();
    }

    long get(Count count) {
        var adder = counts.get(count);
        return adder == null ? 0 : adder.sum();
    }

    Map<String, Long> rejections() {
        Map<String, Long> sums = new TreeMap<>();
        rejections.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }
}
