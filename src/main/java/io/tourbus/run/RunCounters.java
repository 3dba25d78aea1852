package io.tourbus.run;

import io.tourbus.model.Entity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a run for one entity of one source. Safe for use by several threads. */
public final class RunCounters {

    /** The counters in the order of the report; those of sinks follow. */
    public enum Count {
        REQUESTS,
        ANSWERS,
        PAGES,
        FETCHED,
        NORMALIZED,
        REJECTED,
        REPAIRED,
        REPEATED,
        UNCHANGED,
        DELIVERED,
        DROPPED,
        LOST,
        EMBEDDED,
        ORPHANED_KEYS,
        MISSING,
        VANISHED,
        DEAD_LETTERS,
        SLICES,
        FAILED_SLICES,
        SKIPPED_SLICES;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String source;
    private final Entity entity;
    private final List<String> sinkCounters;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> rejections = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> repairs = new ConcurrentSkipListMap<>();
    private final Set<String> references = ConcurrentHashMap.newKeySet();
    private final Optional<RunCounters> total;

    private RunCounters(String source, Entity entity, List<String> sinkCounters, Optional<RunCounters> total) {
        this.source = source;
        this.entity = entity;
        this.sinkCounters = sinkCounters;
        this.total = total;
    }

    /** Adds the counts of a slice that another process has read, which are in the totals of that process. */
    public void addOutcome(
            Map<String, Long> added, Map<String, Long> rejected, Map<String, Long> repaired, Set<String> referred) {
        added.forEach((counter, amount) -> adder(counts, counter).add(amount));
        rejected.forEach((reason, amount) -> adder(rejections, reason).add(amount));
        repaired.forEach((kind, amount) -> adder(repairs, kind).add(amount));
        references.addAll(referred);
    }

    private static LongAdder adder(Map<String, LongAdder> counts, String name) {
        return counts.computeIfAbsent(name, key -> new LongAdder());
    }

    /** The counts that are not 0, by name. */
    public Map<String, Long> counted() {
        return sums(counts);
    }

    String source() {
        return source;
    }

    public Entity entity() {
        return entity;
    }

    public void add(Count count, long amount) {
        add(count.label(), amount);
    }

    /** Adds to a counter of a sink. */
    public void add(String counter, long amount) {
        adder(counts, counter).add(amount);
        total.ifPresent(counters -> counters.add(counter, amount));
    }

    public void reject(String reason) {
        add(Count.REJECTED, 1);
        adder(rejections, reason).increment();
    }

    /** Adds values that were changed or dropped. */
    void repair(String kind, long amount) {
        add(Count.REPAIRED, amount);
        adder(repairs, kind).add(amount);
    }

    /** Adds the missing entities of a report, which does not show this counter, to the totals of the process. */
    void countMissing(RunReport report) {
        report.lines().stream()
                .filter(line -> line.source().equals(source) && line.entity().equals(entity.label()))
                .forEach(line -> add(Count.MISSING, line.count(Count.MISSING.label())));
    }

    public long get(Count count) {
        return get(count.label());
    }

    long get(String counter) {
        var adder = counts.get(counter);
        return adder == null ? 0 : adder.sum();
    }

    /** All counts by name, in the order in which a report shows them: those of the sinks come before the dead letters. */
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (var count : Count.values()) {
            if (count == Count.DEAD_LETTERS) {
                sinkCounters.forEach(counter -> all.put(counter, get(counter)));
            }
            all.put(count.label(), get(count));
        }
        return all;
    }

    /** The keys in delivered records, except those of embedded records of this run, as identities of records. */
    public Set<String> references() {
        return references;
    }

    public Map<String, Long> rejections() {
        return sums(rejections);
    }

    public Map<String, Long> repairs() {
        return sums(repairs);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** The counters of all runs since the process started, including runs in progress. They never decrease. */
    public static final class ProcessCounters {

        private final List<String> sinkCounters;
        private final Map<String, RunCounters> totals = new ConcurrentHashMap<>();

        /** @param sinkCounters the names of the counters of all sinks */
        ProcessCounters(List<String> sinkCounters) {
            this.sinkCounters = List.copyOf(sinkCounters);
        }

        /** New counters for a run. What they count is also in the totals. */
        RunCounters forRun(String source, Entity entity) {
            return new RunCounters(source, entity, sinkCounters, Optional.of(total(source, entity)));
        }

        /** @param count the name in reports, such as {@code requests}, {@code pages} or {@code fetched} */
        public long get(String source, Entity entity, String count) {
            return total(source, entity).get(count);
        }

        private RunCounters total(String source, Entity entity) {
            return totals.computeIfAbsent(
                    source + "/" + entity, key -> new RunCounters(source, entity, sinkCounters, Optional.empty()));
        }
    }
}
