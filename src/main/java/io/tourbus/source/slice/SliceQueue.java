package io.tourbus.source.slice;

import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.source.slice.SplitTracker.SliceRole;
import io.tourbus.source.slice.SplitTracker.SplitSlice;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The slices of one source in a run: returns them to the workers and tracks their results. {@link #next()} blocks while
 * all remaining slices depend on slices that are being read. The adaptive slicers start when the planned slices have ended, so that
 * queried records come before the records that other entities contain. Thread-safe.
 */
public final class SliceQueue implements Iterator<Slice>, Slice.Narrower, SliceResults {

    private final PendingSlices pending;
    private final SliceListener listener;
    private final Runnable onFinish;
    private final Map<Query, Completeness> completeness = new LinkedHashMap<>();
    private final Set<String> unread = new HashSet<>();
    private final Set<String> plannedInProgress = new HashSet<>();
    private Optional<Slice> upcoming = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private SampleLimit sample = SampleLimit.NONE;
    private int inProgress;
    private boolean finished;

    /**
     * @param known slices that do not depend on the results of others
     * @param slicers create further slices, after the known ones
     * @param splitStrategy divides slices that have more entities than the API returns
     * @param onFinish called once, when all slices have ended
     */
    public SliceQueue(
            Stream<Slice> known,
            Collection<? extends AdaptiveSlicer> slicers,
            SplitStrategy splitStrategy,
            Runnable onFinish) {
        this(known, slicers, List.of(), splitStrategy, SliceListener.NONE, onFinish);
    }

    /**
     * @param known slices that do not depend on the results of others
     * @param phases create further slices, one phase after the other
     * @param onFinish called once, when all slices have ended
     */
    public SliceQueue(Stream<Slice> known, List<Phase> phases, SliceListener listener, Runnable onFinish) {
        this(known, List.of(), phases, SplitStrategy.NONE, listener, onFinish);
    }

    /** With slicers, and then phases. */
    public SliceQueue(
            Stream<Slice> known,
            Collection<? extends AdaptiveSlicer> slicers,
            List<Phase> phases,
            SplitStrategy splitStrategy,
            SliceListener listener,
            Runnable onFinish) {
        this.pending = new PendingSlices(known, slicers, phases, splitStrategy, this::addSplit);
        this.listener = listener;
        this.onFinish = onFinish;
    }

    public SliceQueue(Stream<Slice> known) {
        this(known, List.of(), SplitStrategy.NONE, () -> {});
    }

    /**
     * Reads only a sample: at most so many entities of each type. Slices are then read one after the other. Called before
     * {@link #next()}.
     *
     * @param entities 0 to read everything
     */
    public synchronized void sample(int entities) {
        sample = new SampleLimit(entities);
    }

    @Override
    public synchronized int limit(Slice slice) {
        return sample.left(slice.entity());
    }

    /**
     * Whether another slice may follow. Never blocks, because the splitter of Camel calls this before it starts the current slice.
     * Never throws, because that would lose the current slice, for whose end the run waits: {@link #next()} throws instead.
     */
    @Override
    public synchronized boolean hasNext() {
        if (failure.isPresent()) {
            return true;
        }
        try {
            if (upcoming.isEmpty()) {
                upcoming = poll();
            }
            if (upcoming.isEmpty() && settled() && !pending.hasPhases()) {
                finish();
                return false;
            }
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } catch (Throwable e) {
            // An Error, or a checked exception that code such as the mapper of a row throws without declaring it.
            failure = Optional.of(new IllegalStateException(e.toString(), e));
        }
        return true;
    }

    private Optional<Slice> poll() {
        var slice = pending.poll(plannedInProgress.isEmpty());
        while (slice.isPresent() && sample.reached(slice.get().entity())) {
            leaveOut(slice.get());
            slice = pending.poll(plannedInProgress.isEmpty());
        }
        return slice;
    }

    private void leaveOut(Slice slice) {
        pending.slicer(slice).ifPresent(slicer -> slicer.failed(slice));
        addMissing(slice, sample.reason());
    }

    /** Waits for the next slice. Returns {@code null}, which the splitter of Camel skips, if there is none after all. */
    @Override
    public synchronized Slice next() {
        while (hasNext() && (upcoming.isEmpty() || sample.active() && inProgress > 0)) {
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (upcoming.isPresent() || !settled() || !pending.startPhase()) {
                await();
            }
        }
        if (upcoming.isEmpty()) {
            return null;
        }
        var slice = upcoming.get();
        upcoming = Optional.empty();
        inProgress++;
        if (pending.slicer(slice).isEmpty()) {
            plannedInProgress.add(slice.name());
        }
        unread.add(slice.name());
        completeness(slice);
        return slice.with(this);
    }

    /** Whether no slice is in progress and no adaptive slicer will return another one. */
    private boolean settled() {
        return inProgress == 0 && pending.slicersDone();
    }

    /**
     * Waits until the slices in progress have ended, and counts all others as missing. Called when no more slices are
     * taken from the queue.
     */
    public synchronized void settle(String reason) {
        while (inProgress > 0) {
            await();
        }
        upcoming.ifPresent(slice -> addMissing(slice, reason));
        upcoming = Optional.empty();
        for (var slice = pending.pollPlanned(); slice.isPresent(); slice = pending.pollPlanned()) {
            addMissing(slice.get(), reason);
            pending.splits().ended(slice.get());
        }
    }

    /** Ends the run for this source, successfully or not. Sources that wait for this one can continue. */
    public synchronized void finish() {
        if (!finished) {
            finished = true;
            onFinish.run();
        }
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a slice.", e);
        }
    }

    @Override
    public synchronized Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        if (page.entities().size() >= sample.left(slice.entity())) {
            return Optional.empty();
        }
        var narrower = pending.slicer(slice)
                .flatMap(slicer -> slicer.onFirstPage(slice, page))
                .map(found -> found.with(this));
        narrower.ifPresent(found -> {
            completeness(slice).raiseTotal(page.total().orElse(0));
            unread.remove(slice.name());
            unread.add(found.name());
        });
        notifyAll();
        return narrower;
    }

    @Override
    public synchronized void onPage(Slice slice, PageResult page) {
        pending.slicer(slice).ifPresent(slicer -> slicer.onPage(slice, page));
    }

    /** Whether the slice that is read may be narrower, depending on its first page. */
    public synchronized boolean isAdaptive(Slice slice) {
        return pending.slicer(slice).isPresent();
    }

    @Override
    public synchronized void read(SliceResult reading) {
        var slice = reading.slice();
        unread.remove(slice.name());
        completeness(slice).addReceived(reading.fetched());
        completeness(slice).addMembers(reading);
        sample.add(slice.entity(), reading.unique());
        if (sample.active()) {
            // The slicer must not learn from a slice that may lack entities.
            pending.slicer(slice).ifPresent(slicer -> slicer.failed(slice));
        } else {
            pending.slicer(slice).ifPresent(slicer -> slicer.read(reading));
        }
        reading.reading().ifPresentOrElse(listener::onSliceRead, () -> listener.onSliceReadElsewhere(reading));
        if (reading.cutShort()) {
            var total = reading.total().orElse(0);
            completeness(slice).addMissing(slice, sample.reason(), total, reading.unique());
        } else if (!pending.splits().read(reading)) {
            completeness(slice).add(reading);
        }
    }

    @Override
    public synchronized SliceRole role(Slice slice) {
        return pending.splits().role(slice);
    }

    /**
     * Continues an interrupted run. Called before {@link #next()}.
     *
     * @param done slices that are not read again
     * @param begun slices that are read first, unchanged
     */
    public synchronized void resume(Collection<FinishedSlice> done, Collection<Slice> begun) {
        done.forEach(finishedSlice -> {
            sample.add(finishedSlice.slice().entity(), finishedSlice.unique());
            completeness(finishedSlice.slice()).addFinished(finishedSlice, sample);
            pending.skip(finishedSlice.slice());
        });
        pending.prepend(begun);
    }

    @Override
    public synchronized void failed(Slice slice, String reason) {
        failed(slice, reason, 0, 0);
    }

    @Override
    public synchronized void failed(SliceResult reading, String reason) {
        completeness(reading.slice()).addReceived(reading.fetched());
        sample.add(reading.slice().entity(), reading.unique());
        failed(reading.slice(), reason, reading.total().orElse(0), reading.unique());
    }

    private void failed(Slice slice, String reason, long total, long unique) {
        if (unread.remove(slice.name())) {
            pending.slicer(slice).ifPresent(slicer -> slicer.failed(slice));
        }
        completeness(slice).addMissing(slice, reason, total, unique);
    }

    /**
     * Stops creating slices and counts the rest as missing.
     *
     * @return whether slices may be missing that {@link #completeness()} does not list
     */
    public synchronized boolean abandon(String reason) {
        var more = pending.hasPhases();
        notifyAll();
        pending.abandon().forEach(slice -> addMissing(slice, reason));
        return more;
    }

    /** Releases a slice that {@link #next()} returned. Called once for each, after its result. */
    public synchronized void ended(Slice slice) {
        inProgress--;
        plannedInProgress.remove(slice.name());
        notifyAll();
        pending.splits().ended(slice);
        if (sample.reached(slice.entity())) {
            upcoming.filter(next -> next.entity() == slice.entity()).ifPresent(this::leaveOut);
            upcoming = upcoming.filter(next -> next.entity() != slice.entity());
            pending.abandon(slice.entity()).forEach(rest -> addMissing(rest, sample.reason()));
        }
    }

    /** The names of the slices that are being read, sorted. */
    public synchronized List<String> reading() {
        return unread.stream().sorted().toList();
    }

    public synchronized boolean finished() {
        return finished;
    }

    public synchronized void wake() {
        notifyAll();
    }

    @Override
    public void delivered(SliceReading reading) {
        listener.onSliceDelivered(reading);
    }

    public List<String> notes() {
        return listener.notes();
    }

    public SliceListener listener() {
        return listener;
    }

    public synchronized List<Completeness> completeness() {
        listener.fresh()
                .forEach((query, requests) ->
                        completeness.computeIfAbsent(query, Completeness::new).skipFresh(requests));
        return List.copyOf(completeness.values());
    }

    private Completeness completeness(Slice slice) {
        return completeness.computeIfAbsent(slice.query(), Completeness::new);
    }

    private void addMissing(Slice slice, String reason) {
        completeness(slice).addMissing(slice, reason, 0, 0);
    }

    private void addSplit(SplitSlice split) {
        completeness(split.root()).add(split);
    }

    /**
     * A later group of slices in a plan, created from the results of the slices before it.
     *
     * @param ready whether the slices can be created now; evaluated again after {@link #wake()}
     * @param slices creates the slices; called once, when all earlier slices have ended and the phase is ready
     */
    public record Phase(BooleanSupplier ready, Supplier<Stream<Slice>> slices) {

        /** A phase that starts as soon as all earlier slices have ended. */
        public Phase(Supplier<Stream<Slice>> slices) {
            this(() -> true, slices);
        }
    }
}
