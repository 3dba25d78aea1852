package io.tourbus.source.slice;

import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.source.slice.SplitTracker.SliceRole;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Hands out the slices of a source in a run, and is told what became of them. Some slices are known from the start, others
 * are cut by sweeps as pages come in, or are added where a slice had more than its API hands out. {@link #next()} waits
 * while all that is left depends on slices being read. Safe for use by several threads.
 */
public final class SliceQueue implements Iterator<Slice>, SliceNarrower {

    private Iterator<Slice> known;
    private final Map<Query, AdaptiveSlicer> sweeps = new LinkedHashMap<>();
    private final SplitTracker refinements;
    private final Runnable whenDone;
    private final Deque<Phase> stages = new ArrayDeque<>();
    private final SliceListener companion;
    private final Map<Query, Completeness> coverages = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> unread = new HashSet<>();
    private Optional<Slice> upcoming = Optional.empty();
    private Optional<RuntimeException> broken = Optional.empty();
    private int out;
    private boolean finished;

    /**
     * @param known each with a query of its own or one that they share
     * @param sweeps come after those
     * @param whenDone told once, when all slices have been dealt with
     */
    public SliceQueue(
            Stream<Slice> known,
            Collection<? extends AdaptiveSlicer> sweeps,
            SplitStrategy refinement,
            Runnable whenDone) {
        this.known = known.iterator();
        this.refinements = new SplitTracker(refinement, names::contains, this::settled);
        this.whenDone = whenDone;
        this.companion = SliceListener.NONE;
        sweeps.forEach(sweep -> this.sweeps.put(sweep.query(), sweep));
    }

    /**
     * @param known each with a query of its own or one that they share
     * @param stages come after those, one after the other
     * @param whenDone told once, when all slices have been dealt with
     */
    public SliceQueue(Stream<Slice> known, List<Phase> stages, SliceListener companion, Runnable whenDone) {
        this.known = known.iterator();
        this.refinements = new SplitTracker(SplitStrategy.NONE, names::contains, this::settled);
        this.whenDone = whenDone;
        this.stages.addAll(stages);
        this.companion = companion;
    }

    public SliceQueue(Stream<Slice> known) {
        this(known, List.of(), SplitStrategy.NONE, () -> {});
    }

    /**
     * Whether there may be another slice. Does not wait for slices that are being read: the splitter of Camel asks before it
     * starts the slice that it has in hand. Nor does it throw, or that slice would be lost: {@link #next()} does.
     */
    @Override
    public synchronized boolean hasNext() {
        if (broken.isPresent()) {
            return true;
        }
        try {
            return more();
        } catch (RuntimeException e) {
            broken = Optional.of(e);
            return true;
        }
    }

    private boolean more() {
        if (upcoming.isEmpty()) {
            upcoming = poll();
        }
        if (upcoming.isEmpty() && over()) {
            finish();
            return false;
        }
        return true;
    }

    /** The next slice, waited for; {@code null}, which the splitter of Camel skips, when there turns out to be none. */
    @Override
    public synchronized Slice next() {
        while (hasNext() && upcoming.isEmpty()) {
            if (broken.isPresent()) {
                throw broken.get();
            }
            if (settled() && stages.peek() != null && stages.peek().ready()) {
                known = stages.poll().slices().iterator();
            } else {
                await();
            }
        }
        if (upcoming.isEmpty()) {
            return null;
        }
        var slice = upcoming.get();
        upcoming = Optional.empty();
        out++;
        unread.add(slice.name());
        coverage(slice.query());
        return slice.with(this);
    }

    private boolean over() {
        return settled() && stages.isEmpty();
    }

    private boolean settled() {
        return out == 0 && sweeps.values().stream().allMatch(AdaptiveSlicer::done);
    }

    /**
     * Nobody asks for slices any more. Waits until those that were handed out have ended; what was not handed out is
     * missing.
     */
    public synchronized void settle(String reason) {
        while (out > 0) {
            await();
        }
        upcoming.ifPresent(slice -> coverage(slice.query()).missing(slice, reason, 0, 0));
        upcoming = Optional.empty();
        for (var slice = unasked(); slice.isPresent(); slice = unasked()) {
            coverage(slice.get().query()).missing(slice.get(), reason, 0, 0);
            refinements.ended(slice.get());
        }
    }

    /** The run is over, however it went: whoever waits for this source need not wait any longer. */
    public synchronized void finish() {
        if (!finished) {
            finished = true;
            whenDone.run();
        }
    }

    private Optional<Slice> poll() {
        for (var slice = unasked(); slice.isPresent(); slice = unasked()) {
            if (names.add(slice.get().name())) {
                return slice;
            }
        }
        return sweeps.values().stream().flatMap(sweep -> sweep.next().stream()).findFirst();
    }

    private Optional<Slice> unasked() {
        return refinements.poll().or(() -> known.hasNext() ? Optional.of(known.next()) : Optional.empty());
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a slice", e);
        }
    }

    @Override
    public synchronized Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        var narrower =
                sweep(slice).flatMap(sweep -> sweep.onFirstPage(slice, page)).map(found -> found.with(this));
        narrower.ifPresent(found -> {
            coverage(slice.query()).announced(page.total().orElse(0));
            unread.remove(slice.name());
            unread.add(found.name());
        });
        notifyAll();
        return narrower;
    }

    @Override
    public synchronized void onPage(Slice slice, PageResult page) {
        sweep(slice).ifPresent(sweep -> sweep.onPage(slice, page));
    }

    /** A slice has been read to its end. */
    public synchronized void read(SliceReading reading) {
        var slice = reading.slice();
        var coverage = coverage(slice.query());
        unread.remove(slice.name());
        coverage.received(reading.fetched());
        sweep(slice).ifPresent(sweep -> sweep.read(reading));
        companion.onSliceRead(reading);
        if (!refinements.read(reading)) {
            coverage.settled(reading);
        }
    }

    /** What a slice is read for, as long as it has not {@linkplain #ended ended}. */
    public synchronized SliceRole role(Slice slice) {
        return refinements.role(slice);
    }

    /**
     * Goes on where an earlier part of the run was broken off. To be told before the first slice is asked for.
     *
     * @param done slices that need not be asked for
     * @param begun slices to ask for first, as they are
     */
    public synchronized void resume(Collection<FinishedSlice> done, Collection<Slice> begun) {
        done.forEach(part -> {
            names.add(part.slice().name());
            coverage(part.slice().query()).resumed(part);
            sweep(part.slice()).ifPresent(sweep -> sweep.skip(part.slice()));
        });
        begun.forEach(slice -> sweep(slice).ifPresent(sweep -> sweep.skip(slice)));
        known = Stream.concat(begun.stream(), asStream(known)).iterator();
    }

    private static Stream<Slice> asStream(Iterator<Slice> slices) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(slices, 0), false);
    }

    /** A slice is not asked for any more. */
    public synchronized void failed(Slice slice, String reason) {
        failed(slice, reason, 0, 0);
    }

    /** A slice could not be read to its end; what came of it counts as far as it is delivered. */
    public synchronized void failed(SliceReading reading, String reason) {
        coverage(reading.slice().query()).received(reading.fetched());
        failed(reading.slice(), reason, reading.total().orElse(0), reading.unique());
    }

    private void failed(Slice slice, String reason, long there, long came) {
        if (unread.remove(slice.name())) {
            sweep(slice).ifPresent(sweep -> sweep.failed(slice));
        }
        coverage(slice.query()).missing(slice, reason, there, came);
    }

    /**
     * The source is not asked any more: what is left is missing.
     *
     * @return whether there may have been more than {@link #coverages()} can name
     */
    public synchronized boolean abandon(String reason) {
        var more = !stages.isEmpty();
        stages.clear();
        sweeps.values()
                .forEach(sweep ->
                        sweep.abandon().forEach(slice -> coverage(slice.query()).missing(slice, reason, 0, 0)));
        notifyAll();
        return more;
    }

    /** Nothing more will be heard of a slice that was handed out. */
    public synchronized void ended(Slice slice) {
        out--;
        refinements.ended(slice);
        notifyAll();
    }

    private void settled(SplitSlice part) {
        coverage(part.root().query()).settled(part);
    }

    /** Looks again whether a sweep has something to ask for. */
    public synchronized void wake() {
        notifyAll();
    }

    /** What a person should know beside. */
    public List<String> notes() {
        return companion.notes();
    }

    /** What is known so far of each query that was asked for. */
    public synchronized List<Completeness> coverages() {
        return List.copyOf(coverages.values());
    }

    private Completeness coverage(Query query) {
        return coverages.computeIfAbsent(query, Completeness::new);
    }

    private Optional<AdaptiveSlicer> sweep(Slice slice) {
        return Optional.ofNullable(sweeps.get(slice.query()));
    }
}
