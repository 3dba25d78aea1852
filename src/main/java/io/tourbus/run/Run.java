package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.run.RunCounters.ProcessCounters;
import io.tourbus.run.RunFactory.RunInput;
import io.tourbus.run.slice.BorrowedSlice;
import io.tourbus.run.slice.ClaimedRecords;
import io.tourbus.run.slice.SliceDispatcher;
import io.tourbus.source.limit.DailyQuota.Share;
import io.tourbus.source.limit.Stoppable;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceResults;
import io.tourbus.state.Destinations;
import io.tourbus.state.GapRepository.Gap;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.StoredSlice;
import io.tourbus.state.queue.HeldSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The state of one execution of a job, from its start to its report. Safe for use by several threads. */
public final class Run implements Stoppable {

    private final RunStart start;
    private final Map<String, StoredSlice> repeated;
    private final Job job;
    private final Share share;
    private final long opened = System.nanoTime();
    private final RunSources sources;
    private final List<Gap> previousGaps;
    private final int limit;
    private final boolean full;
    private final ProcessCounters totals;
    private final Map<String, RunCounters> allCounters = new ConcurrentSkipListMap<>();
    private ClaimedRecords claims = new ClaimedRecords();
    private final Set<String> embedded = ConcurrentHashMap.newKeySet();
    private Optional<BorrowedSlice> borrowed = Optional.empty();
    private final Set<String> notes = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile Optional<RunInput> input = Optional.empty();
    private volatile boolean scopesEmpty;
    private volatile List<Vanished> vanished = List.of();
    private volatile boolean stopRequested;
    private volatile boolean resumable;
    private volatile Optional<Cancellation> cancellation = Optional.empty();
    private volatile Map<String, Long> destinations = Map.of();

    Run(
            RunStart start,
            Job job,
            Share share,
            Map<String, SliceDispatcher> dispatchers,
            List<Gap> previousGaps,
            int limit,
            boolean full,
            int failuresInARow,
            ProcessCounters totals) {
        this.start = start;
        this.repeated = start.slices().stream()
                .filter(slice -> !slice.done())
                .collect(Collectors.toMap(slice -> slice.slice().name(), SliceProgress::slice));
        this.job = job;
        this.share = share;
        this.sources = new RunSources(dispatchers, failuresInARow, this::note);
        this.previousGaps = List.copyOf(previousGaps);
        this.limit = limit;
        this.full = full;
        this.totals = totals;
    }

    /** A run without slices, for previews that deliver nothing. */
    public static Run preview(Instant now) {
        return new Run(
                RunStart.of("preview", now, null),
                Job.DAILY,
                new Share("preview", 100),
                Map.of(),
                List.of(),
                0,
                false,
                1,
                new ProcessCounters(List.of()));
    }

    Run borrow(BorrowedSlice part) {
        borrowed = Optional.of(part);
        claims = part.claims();
        return this;
    }

    /** The slice that this process reads for a run of another one; empty for its own runs. */
    public Optional<HeldSlice> held() {
        return borrowed.map(BorrowedSlice::held);
    }

    /** Whether any process reads the slices of a source. */
    public boolean shares(String source) {
        return sources.slices(source).shared();
    }

    /** Sorts by start time, such as {@code 20261123T020000Z-daily-1f0c}. */
    public String id() {
        return start.runId();
    }

    public Job job() {
        return job;
    }

    /** The part of the daily quota of a source that this run can use. */
    public Share share() {
        return share;
    }

    public Instant started() {
        return start.started();
    }

    /** The time since the start. Changes of the system clock during the run do not affect it. */
    Duration elapsed() {
        return start.before().plusNanos(System.nanoTime() - opened);
    }

    public List<String> sources() {
        return sources.names();
    }

    /** What this run does with each source. */
    RunSources bySource() {
        return sources;
    }

    /**
     * The slices of a source. They are created on demand, and can be iterated once. {@code next} blocks while the source has
     * reached its limit of concurrent slices.
     */
    public Iterator<Slice> slices(String source) {
        return sources.slices(source);
    }

    List<Gap> previousGaps() {
        return previousGaps;
    }

    public SliceQueue queue(String source) {
        return sources.queue(source);
    }

    public SliceResults results(String source) {
        return borrowed.map(BorrowedSlice::results).orElseGet(() -> queue(source));
    }

    /** Whether this run still calls the source. */
    public boolean open(String source) {
        return sources.isOpen(source);
    }

    /** @param bits the destinations by sink */
    public void deliverTo(Map<String, Long> bits) {
        destinations = bits;
        sources().forEach(source -> queue(source).listener().deliverTo(Destinations.bits(bits.values())));
    }

    /** Where the sinks deliver to, by sink; empty until the run has started. */
    public Map<String, Long> destinations() {
        return destinations;
    }

    /** Closes all sources before the first request, because a sink cannot accept anything. */
    public void refuse(String reason) {
        sources.closeAll(reason);
    }

    public void close(String source, String reason) {
        sources.close(source, reason);
    }

    /** Stops starting slices. This is not a failure: if no slice is left, the run is complete. */
    public void end(String reason) {
        stopRequested = true;
        sources.end(reason);
    }

    /** Like {@link #end}, but the next start of the job resumes the run. */
    void suspend(String reason) {
        resumable = true;
        end(reason);
    }

    /** Like {@link #suspend}, but only a user can resume the run. */
    void cancel(Cancellation by) {
        cancellation = cancellation.or(() -> Optional.of(by));
        suspend("cancelled by %s at %s".formatted(by.by(), by.at()));
    }

    Optional<Cancellation> cancellation() {
        return cancellation;
    }

    @Override
    public boolean stopRequested() {
        return stopRequested;
    }

    /** The slices whose delivery an earlier process had begun, by name. This process delivers them again. */
    public Map<String, StoredSlice> repeated() {
        return repeated;
    }

    /** Whether an earlier process has delivered slices of this run. */
    boolean deliveredBefore() {
        return start.slices().stream().anyMatch(SliceProgress::done);
    }

    /** Whether this run can be resumed. */
    public boolean isResumable(RunReport.Status status) {
        return resumable && status != RunReport.Status.COMPLETE && !scopesEmpty;
    }

    public String closeReason(String source) {
        return sources.closeReason(source);
    }

    public ClaimedRecords claims() {
        return claims;
    }

    /** Adds keys in delivered records, as identities of the records that they refer to. */
    public void addReferences(Batch batch, Set<String> identities) {
        identities.stream()
                .filter(identity -> !embedded.contains(identity))
                .forEach(counters(batch.source(), batch.entity()).references()::add);
    }

    /** The identities of embedded records that slices of this run have delivered or are delivering. */
    public Set<String> embedded() {
        return embedded;
    }

    /**
     * Call this before a step that must not be repeated by another process that has resumed the run.
     *
     * @throws LockLostException if there may be such a process; all sources are closed then
     */
    public void requireLock() {
        try {
            start.lock().require();
        } catch (LockLostException e) {
            sources.closeAll(e.getMessage());
            throw e;
        }
    }

    /** Whether the run reads only a sample, which leaves no gaps and says nothing about what it left out. */
    boolean sampling() {
        return limit > 0;
    }

    /** Whether the run also delivers records that did not change. */
    public boolean full() {
        return full;
    }

    public void succeeded(String source) {
        sources.sliceSucceeded(source);
    }

    public void failed(String source) {
        sources.sliceFailed(source);
    }

    public void note(String line) {
        notes.add(line);
    }

    public List<String> notes() {
        List<String> all = new ArrayList<>();
        synchronized (notes) {
            all.addAll(notes);
        }
        all.addAll(sources.notes());
        return all.stream().distinct().toList();
    }

    List<Completeness> coverages() {
        return sources.coverages();
    }

    public RunCounters counters(String source, Entity entity) {
        return allCounters.computeIfAbsent(source + "/" + entity.order(), key -> totals.forRun(source, entity));
    }

    public List<RunCounters> allCounters() {
        return allCounters.values().stream()
                .sorted(Comparator.comparing(RunCounters::source).thenComparing(RunCounters::entity))
                .toList();
    }

    void reads(RunInput what) {
        input = Optional.of(what);
    }

    Optional<RunInput> input() {
        return input;
    }

    Optional<TimeSpan> events() {
        return input.map(RunInput::events);
    }

    /** Whether the run is partial only because of {@link EmptyScopes}. */
    boolean scopesEmpty() {
        return scopesEmpty;
    }

    void scopesEmpty(boolean unexpectedly) {
        scopesEmpty = unexpectedly;
    }

    /** The entities that the last complete run of the same query found, and this run did not, by query. */
    public List<Vanished> vanished() {
        return vanished;
    }

    void vanished(List<Vanished> entities) {
        vanished = List.copyOf(entities);
        entities.forEach(
                one -> counters(one.source(), Entity.of(one.entity())).add(RunCounters.Count.VANISHED, one.count()));
    }
}
