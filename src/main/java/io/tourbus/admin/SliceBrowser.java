package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.operations.NotFoundException;
import io.tourbus.run.RunRecorder;
import io.tourbus.source.slice.SliceTimeline;
import io.tourbus.source.slice.SliceTimeline.Outcome;
import io.tourbus.state.RunRepository;
import io.tourbus.state.SliceRepository;
import io.tourbus.state.SliceRepository.SliceProgress;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Header;

/**
 * The slices of a run, for the page and the API.
 *
 * @param holders returns the names of the slices of a run that processes are reading for another one, by process
 */
public record SliceBrowser(
        RunRepository runs,
        SliceRepository stored,
        RunRecorder recorder,
        Function<String, Map<String, List<String>>> holders) {

    private static final int MAX_SLICES = 1_000;

    /**
     * A slice that has begun.
     *
     * @param done whether all sinks have accepted it
     * @param reportedTotal the number of entities that the API reported; 0 until the slice is done, and after the end of the run
     * @param received the number of entities received, duplicates included; 0 until the slice is done
     * @param outcome {@code active}, {@code delivered}, {@code failed} or {@code skipped}; null if another process read the slice
     * @param startedAt null if another process read the slice
     * @param endedAt null if the slice is in progress, or another process read it
     * @param process the process that is reading the slice; null unless all processes read slices of the run
     */
    public record Slice(
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("query") String query,
            @JsonProperty("name") String name,
            @JsonProperty("done") boolean done,
            @JsonProperty("said") long reportedTotal,
            @JsonProperty("received") long received,
            @JsonProperty("outcome") String outcome,
            @JsonProperty("started_at") String startedAt,
            @JsonProperty("ended_at") String endedAt,
            @JsonProperty("process") String process) {

        private static Slice of(SliceProgress progress) {
            var slice = progress.slice();
            return new Slice(
                    slice.source(),
                    slice.entity(),
                    slice.query(),
                    slice.name(),
                    progress.done(),
                    progress.reportedTotal(),
                    progress.received(),
                    null,
                    null,
                    null,
                    null);
        }

        private static Slice of(SliceTimeline.Entry entry) {
            var slice = entry.slice();
            return new Slice(
                    slice.source(),
                    slice.entity().label(),
                    slice.query().title(),
                    slice.name(),
                    entry.outcome() == Outcome.DELIVERED,
                    0,
                    entry.received(),
                    entry.outcome().label(),
                    text(entry.started()),
                    text(entry.ended()),
                    null);
        }

        private static String text(Instant time) {
            return time == null ? null : time.toString();
        }

        /** What this process knows of the slice, with what is stored of it. */
        private Slice with(Slice stored) {
            return new Slice(
                    source,
                    entity,
                    query,
                    name,
                    stored.done,
                    stored.reportedTotal,
                    Math.max(received, stored.received),
                    outcome,
                    startedAt,
                    endedAt,
                    process);
        }

        private Slice heldBy(String holder) {
            return new Slice(
                    source, entity, query, name, done, reportedTotal, received, outcome, startedAt, endedAt, holder);
        }
    }

    /** The slices of a run. @param more whether the run has further slices */
    public record Slices(
            @JsonProperty("run_id") String runId,
            @JsonProperty("slices") List<Slice> slices,
            @JsonProperty("more") boolean more) {}

    /**
     * The slices that a run delivers or has delivered, those in progress first; at most 1,000. If the run has ended and cannot be
     * resumed, they are known for the latest runs of this process only.
     *
     * @throws NotFoundException if there is no such run
     */
    public Slices slices(@Header("run") String runId) {
        runs.find(runId).orElseThrow(NotFoundException::noRun);
        Map<String, Slice> found = new LinkedHashMap<>();
        recorder.timeline(runId).forEach(entry -> found.put(entry.slice().name(), Slice.of(entry)));
        stored.ofRun(runId).forEach(progress -> found.merge(progress.slice().name(), Slice.of(progress), Slice::with));
        holders.apply(runId)
                .forEach((process, names) ->
                        names.forEach(name -> found.computeIfPresent(name, (same, slice) -> slice.heldBy(process))));
        return new Slices(
                runId,
                found.values().stream()
                        .sorted(Comparator.comparing(Slice::done))
                        .limit(MAX_SLICES)
                        .toList(),
                found.size() > MAX_SLICES);
    }
}
