package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.operations.NotFoundException;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.SliceProgress;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.Header;

/** The slices of a run, for the page and the API. */
public record SliceBrowser(RunRepository runs) {

    private static final int MAX_SLICES = 1_000;

    /**
     * A slice whose delivery has begun.
     *
     * @param done whether all sinks have accepted it
     * @param reportedTotal the number of entities that the API reported; 0 until the slice is done
     * @param received the number of entities received, duplicates included; 0 until the slice is done
     */
    public record Slice(
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("query") String query,
            @JsonProperty("name") String name,
            @JsonProperty("done") boolean done,
            @JsonProperty("said") long reportedTotal,
            @JsonProperty("received") long received) {

        private static Slice of(SliceProgress progress) {
            var slice = progress.slice();
            return new Slice(
                    slice.source(),
                    slice.entity(),
                    slice.query(),
                    slice.name(),
                    progress.done(),
                    progress.reportedTotal(),
                    progress.received());
        }
    }

    /** The slices of a run. @param more whether the run has further slices */
    public record Slices(
            @JsonProperty("run_id") String runId,
            @JsonProperty("slices") List<Slice> slices,
            @JsonProperty("more") boolean more) {}

    /**
     * The slices that a run delivers or has delivered, those in progress first; at most 1,000. A run that has ended has none, unless
     * it can be resumed.
     *
     * @throws NotFoundException if there is no such run
     */
    public Slices slices(@Header("run") String runId) {
        runs.find(runId).orElseThrow(NotFoundException::noRun);
        var found = runs.slices(runId);
        return new Slices(
                runId,
                found.stream()
                        .sorted(Comparator.comparing(SliceProgress::done))
                        .limit(MAX_SLICES)
                        .map(Slice::of)
                        .toList(),
                found.size() > MAX_SLICES);
    }
}
