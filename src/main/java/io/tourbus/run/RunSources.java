package io.tourbus.run;

import io.tourbus.run.slice.SliceDispatcher;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The sources of a run: their slices, and which sources the run does not call any more. Safe for use by several threads. */
final class RunSources {

    private final Map<String, SliceDispatcher> dispatchers;
    private final int failuresInARow;
    private final Consumer<String> notes;
    private final Map<String, String> closed = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Set<String> truncated = ConcurrentHashMap.newKeySet();

    /**
     * @param failuresInARow after how many failed slices a source is closed
     * @param notes receives why a source was closed
     */
    RunSources(Map<String, SliceDispatcher> dispatchers, int failuresInARow, Consumer<String> notes) {
        this.dispatchers = Map.copyOf(dispatchers);
        this.failuresInARow = failuresInARow;
        this.notes = notes;
    }

    /** Sorted. */
    List<String> names() {
        return dispatchers.keySet().stream().sorted().toList();
    }

    SliceDispatcher slices(String source) {
        return dispatchers.get(source);
    }

    SliceQueue queue(String source) {
        return slices(source).queue();
    }

    /** Adapts the number of concurrent slices of a source to the time that it took for a response. A preview has none. */
    void onResponse(Slice slice, double millis) {
        var dispatcher = dispatchers.get(slice.source());
        if (dispatcher != null) {
            dispatcher.onResponse(millis);
        }
    }

    /** Adapts the number of concurrent slices of a source to their size. */
    void onSlice(Slice slice, long bytes) {
        slices(slice.source()).onSlice(bytes);
    }

    /** Releases a slice, however it ended. */
    void ended(Slice slice) {
        slices(slice.source()).ended(slice);
    }

    /** Whether the run still calls the source. */
    boolean isOpen(String source) {
        return !closed.containsKey(source);
    }

    String closeReason(String source) {
        return closed.getOrDefault(source, "not requested");
    }

    /** Closes a source that may have more data than its queue lists as missing. */
    void close(String source, String reason) {
        truncated.add(source);
        closeOnce(source, reason);
    }

    /** {@linkplain #close Closes} all sources. */
    void closeAll(String reason) {
        names().forEach(source -> close(source, reason));
    }

    /** Starts no more slices. This is not a failure: if no slice is left, the run is complete. */
    void end(String reason) {
        names().forEach(source -> closeOnce(source, reason));
    }

    private void closeOnce(String source, String reason) {
        if (closed.putIfAbsent(source, reason) == null) {
            notes.accept("%s: %s".formatted(source, reason));
            closeOnFailure(source, () -> {
                if (queue(source).abandon(reason)) {
                    truncated.add(source);
                }
            });
        }
    }

    /** Works on the queue of a source. If that fails, what is left of the source is unknown, but the run still ends. */
    private void closeOnFailure(String source, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            close(source, "stopped by an error: " + ErrorMessages.describe(e));
        }
    }

    /** Whether a source may have more data than {@link #coverages()} lists as missing, because it was closed early. */
    boolean truncated() {
        return !truncated.isEmpty();
    }

    void sliceSucceeded(String source) {
        failures.remove(source);
    }

    /** Closes the source if too many of its slices have failed in a row. */
    void sliceFailed(String source) {
        if (failures.merge(source, 1, Integer::sum) >= failuresInARow) {
            close(source, "stopped calling this source after %d failed slices in a row".formatted(failuresInARow));
        }
    }

    /** Closes a source whose slices cannot be planned any further. Waits for the slices in progress first. */
    void failed(String source, String reason) {
        closeOnFailure(source, () -> queue(source).settle(reason));
        close(source, reason);
    }

    /** Waits for the slices of a source that are in progress. */
    void finished(String source) {
        closeOnFailure(source, () -> queue(source).settle(closeReason(source)));
        closeOnFailure(source, queue(source)::finish);
        dispatchers.values().forEach(dispatcher -> dispatcher.queue().wake());
    }

    /** Ends all queues, however the run ended. */
    void finish() {
        names().forEach(source -> closeOnFailure(source, queue(source)::finish));
    }

    List<Completeness> coverages() {
        return names().stream()
                .flatMap(source -> queue(source).completeness().stream())
                .toList();
    }

    /** What the readers of the sources have noted. */
    List<String> notes() {
        return names().stream()
                .flatMap(source -> queue(source).notes().stream().map(note -> "%s: %s".formatted(source, note)))
                .toList();
    }
}
