package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.source.limit.DailyQuota.Share;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.state.GapRepository.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** One execution of a job, while it goes on. Safe for use by several threads. */
public final class Run {

    private final String id;
    private final Job job;
    private final Share share;
    private final Instant started;
    private final RunLock lock;
    private final Map<String, SliceDispatcher> dispatchers;
    private final List<Gap> previousGaps;
    private final int limit;
    private final int failuresInARow;
    private final Map<String, RunCounters> allCounters = new ConcurrentSkipListMap<>();
    private final Map<String, String> closed = new ConcurrentHashMap<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<Entity, Set<String>> claimed = new ConcurrentHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> truncated = ConcurrentHashMap.newKeySet();
    private volatile boolean stopRequested;
    private volatile boolean suspended;

    Run(
            String id,
            Job job,
            Share share,
            Instant started,
            RunLock lock,
            Map<String, SliceDispatcher> walks,
            List<Gap> leftBefore,
            int limit,
            int failuresInARow) {
        this.id = id;
        this.job = job;
        this.share = share;
        this.started = started;
        this.lock = lock;
        this.dispatchers = Map.copyOf(walks);
        this.previousGaps = List.copyOf(leftBefore);
        this.limit = limit;
        this.failuresInARow = failuresInARow;
    }

    /** One that only looks at what there is: it has no slices to walk, and nothing to deliver. */
    public static Run preview(Instant now) {
        return new Run("preview", Job.DAILY, new Share("preview", 100), now, null, Map.of(), List.of(), 0, 1);
    }

    /** Sorts by start: {@code 20261123T020000Z-daily-1f0c}. */
    public String id() {
        return id;
    }

    public Job job() {
        return job;
    }

    /** What it may ask of a source in a day. */
    public Share share() {
        return share;
    }

    public Instant started() {
        return started;
    }

    /** The sources that this run reads. */
    public List<String> sources() {
        return dispatchers.keySet().stream().sorted().toList();
    }

    /**
     * The slices of a source, made as they are asked for; can be asked for once. The next one is waited for, until as few
     * are worked on as the limit of the source allows.
     */
    public Iterator<Slice> slices(String source) {
        return dispatchers.get(source);
    }

    /** What earlier runs had not got when this one began, as far as it may be what this one gets. */
    List<Gap> previousGaps() {
        return previousGaps;
    }

    public SliceQueue queue(String source) {
        return dispatchers.get(source).queue();
    }

    /** Nothing more will be heard of a slice that was handed out. */
    void ended(Slice slice) {
        dispatchers.get(slice.source()).ended(slice);
    }

    /** Whether a source is still asked in this run. */
    public boolean open(String source) {
        return !closed.containsKey(source);
    }

    void close(String source, String reason) {
        truncated.add(source);
        closeOnce(source, reason);
    }

    private void closeOnce(String source, String reason) {
        if (closed.putIfAbsent(source, reason) == null) {
            note("%s: %s".formatted(source, reason));
            if (queue(source).abandon(reason)) {
                truncated.add(source);
            }
        }
    }

    /** Takes no new slices, which is no fault of anybody's: if there are none left, nothing is missing. */
    void end(String reason) {
        stopRequested = true;
        sources().forEach(source -> closeOnce(source, reason));
    }

    /** As {@link #end}, and the next start of the job goes on with the run. */
    void suspend(String reason) {
        suspended = true;
        end(reason);
    }

    boolean stopRequested() {
        return stopRequested;
    }

    /** Whether a source was closed in a way that it may have more than what {@link #coverages()} says is missing. */
    boolean truncated() {
        return !truncated.isEmpty();
    }

    /** Whether the next start of the job goes on with it after that report. */
    boolean isResumable(RunReport report) {
        return suspended && report.status() != RunReport.Status.COMPLETE;
    }

    /** No more slices of a source can be had: those in hand go on to their end before it is closed. */
    void sourceFailed(String source, String reason) {
        queue(source).settle(reason);
        close(source, reason);
    }

    /** The source wants to be left alone for a while: what is missing is no fault of anybody's. */
    void block(String source, String reason) {
        blocked.add(source);
        close(source, reason);
    }

    String closeReason(String source) {
        return closed.getOrDefault(source, "not asked for");
    }

    boolean blocked() {
        return !blocked.isEmpty();
    }

    /** No more slices of a source are asked for: waits until those under way have ended. */
    void sourceFinished(String source) {
        try {
            queue(source).settle(closeReason(source));
        } finally {
            queue(source).finish();
            wake();
        }
    }

    private void wake() {
        dispatchers.values().forEach(walk -> walk.queue().wake());
    }

    /** Nothing more is read, however the run went. */
    void finish() {
        dispatchers.values().forEach(walk -> walk.queue().finish());
    }

    /** Marks a record, by its identity, as on its way with this run; false when it is already. */
    boolean claim(Entity entity, String record) {
        return claimed.computeIfAbsent(entity, key -> ConcurrentHashMap.newKeySet())
                .add(record);
    }

    /** Nothing is on its way any more with the batch. */
    public void release(Batch batch) {
        batch.identities().forEach(claimed.getOrDefault(batch.entity(), ConcurrentHashMap.newKeySet())::remove);
    }

    /**
     * To be asked before anything is done that another process would do as well which had gone on with this run.
     *
     * @throws LockLostException when there may be one; no source is asked for more then
     */
    public void requireLock() {
        try {
            lock.require();
        } catch (LockLostException e) {
            sources().forEach(source -> close(source, e.getMessage()));
            throw e;
        }
    }

    /** Entities came: when they are enough, their source is not asked for more. */
    void checkLimit(String source) {
        if (limit > 0 && fetched(source) >= limit) {
            close(source, "not asked for more than %,d (tourbus.run.limit)".formatted(limit));
        }
    }

    private long fetched(String source) {
        return allCounters.values().stream()
                .filter(tally -> tally.source().equals(source))
                .mapToLong(tally -> tally.get(RunCounters.Count.FETCHED))
                .sum();
    }

    /** Whether it wants a sample alone: what it leaves out is no gap. */
    boolean sampling() {
        return limit > 0;
    }

    void succeeded(String source) {
        failures.remove(source);
    }

    void failed(String source) {
        if (failures.merge(source, 1, Integer::sum) >= failuresInARow) {
            close(source, "left alone after %d failed slices in a row".formatted(failuresInARow));
        }
    }

    public void note(String line) {
        synchronized (notes) {
            if (!notes.contains(line)) {
                notes.add(line);
            }
        }
    }

    List<String> notes() {
        List<String> all = new ArrayList<>();
        synchronized (notes) {
            all.addAll(notes);
        }
        sources().forEach(source -> queue(source).notes().forEach(note -> all.add("%s: %s".formatted(source, note))));
        return List.copyOf(all);
    }

    /** What is known so far of each query. */
    List<Completeness> coverages() {
        return sources().stream()
                .flatMap(source -> queue(source).coverages().stream())
                .toList();
    }

    public RunCounters counters(String source, Entity entity) {
        return allCounters.computeIfAbsent(source + "/" + entity.ordinal(), key -> new RunCounters(source, entity));
    }

    List<RunCounters> allCounters() {
        return allCounters.values().stream()
                .sorted(Comparator.comparing(RunCounters::source).thenComparing(RunCounters::entity))
                .toList();
    }
}
