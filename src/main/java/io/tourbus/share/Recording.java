package io.tourbus.share;

import io.tourbus.run.Run;
import io.tourbus.run.RunCounters;
import io.tourbus.share.Outcome.Counts;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceListener;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.source.slice.SliceResult;
import io.tourbus.source.slice.SliceResults;
import io.tourbus.source.slice.SplitTracker.SliceRole;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.Map;

/** Records the result of one slice for the owner of its run. */
final class Recording implements SliceResults {

    /** Why this process stops reading a slice. The owner knows the reason. */
    static final String STOPPED = "stopped";

    private final SplitStrategy splits;
    private final boolean part;
    private final SliceListener listener;
    private StoredResult read;
    private StoredResult partial;
    private String failure;

    /** @param part whether the slice is a part of a slice that was split */
    Recording(SplitStrategy splits, boolean part, SliceListener listener) {
        this.splits = splits;
        this.part = part;
        this.listener = listener;
    }

    @Override
    public synchronized void read(SliceResult result) {
        read = stored(result);
        result.reading().ifPresent(listener::onSliceRead);
    }

    @Override
    public void delivered(SliceReading reading) {
        listener.onSliceDelivered(reading);
    }

    @Override
    public synchronized void failed(Slice slice, String reason) {
        failure = reason;
    }

    @Override
    public synchronized void failed(SliceResult result, String reason) {
        partial = stored(result);
        failure = reason;
    }

    private StoredResult stored(SliceResult result) {
        return StoredResult.of(result.reading().orElseThrow(), splits);
    }

    @Override
    public synchronized SliceRole role(Slice slice) {
        if (part) {
            return SliceRole.PART;
        }
        return read != null && !read.narrower().isEmpty() ? SliceRole.WIDE : SliceRole.ALONE;
    }

    /** Whether the slice was not read completely, because it was stopped. */
    boolean interrupted(Run run) {
        return sum(run, RunCounters.Count.SKIPPED_SLICES) > 0;
    }

    private static long sum(Run run, RunCounters.Count count) {
        return run.allCounters().stream()
                .mapToLong(counters -> counters.get(count))
                .sum();
    }

    synchronized Outcome outcome(Run run, String process, Map<String, String> names) {
        var source = run.sources().get(0);
        var closed = run.open(source) ? null : run.closeReason(source);
        return new Outcome(
                process,
                read,
                partial,
                failure,
                interrupted(run),
                STOPPED.equals(closed) ? null : closed,
                run.allCounters().stream()
                        .map(counters -> new Counts(
                                counters.entity().label(),
                                counters.counted(),
                                counters.rejections(),
                                counters.repairs(),
                                counters.references()))
                        .toList(),
                run.notes().stream()
                        .filter(note -> closed == null || !note.equals("%s: %s".formatted(source, closed)))
                        .toList(),
                listener.learned(),
                names);
    }
}
