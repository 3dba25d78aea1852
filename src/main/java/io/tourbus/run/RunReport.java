package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tourbus.run.Tally.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run did.
 *
 * @param status {@code failed} when something went wrong and nothing was delivered, {@code partial} when something is
 *     missing, else {@code complete}
 * @param notes what a person should know: what was left out, failed or is incomplete, and why
 */
public record RunReport(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("status") Status status,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("duration_ms") long durationMillis,
        @JsonProperty("sources") List<Line> lines,
        @JsonProperty("notes") List<String> notes) {

    /** How a run ended. */
    public enum Status {
        COMPLETE,
        PARTIAL,
        FAILED;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The counts of one entity of one source.
     *
     * @param counts by name: {@code requests}, {@code pages}, {@code fetched} …
     * @param rejections by reason
     */
    public record Line(
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("counts") Map<String, Long> counts,
            @JsonProperty("rejections") Map<String, Long> rejections) {

        static Line of(Tally tally) {
            Map<String, Long> counts = new LinkedHashMap<>();
            Arrays.stream(Count.values())
                    .forEach(count -> counts.put(count.name().toLowerCase(Locale.ROOT), tally.get(count)));
            return new Line(tally.source(), tally.entity().label(), counts, tally.rejections());
        }

        public long count(String name) {
            return counts.get(name);
        }
    }

    static RunReport of(Run run, Instant now) {
        var lines = run.tallies().stream().map(Line::of).toList();
        return new RunReport(
                run.id(),
                run.job().label(),
                status(run, lines),
                run.started().toString(),
                Duration.between(run.started(), now).toMillis(),
                lines,
                run.notes());
    }

    private static Status status(Run run, List<Line> lines) {
        var open = run.sources().stream().allMatch(run::open);
        var lost = sum(lines, "failed_slices") + sum(lines, "skipped_slices") + sum(lines, "missing");
        if (open && lost == 0) {
            return Status.COMPLETE;
        }
        return sum(lines, "slices") > 0 ? Status.PARTIAL : Status.FAILED;
    }

    /** The sum of a count over all lines. */
    public long sum(String count) {
        return sum(lines, count);
    }

    private static long sum(List<Line> lines, String count) {
        return lines.stream().mapToLong(line -> line.count(count)).sum();
    }

    /** One line for somebody who waits. */
    String progress() {
        var fetched = lines.stream()
                .map(line -> "%s %s %,d".formatted(line.source(), line.entity(), line.count("fetched")))
                .collect(Collectors.joining(", "));
        return "%d s, %d requests, %s, %,d in the lake, %,d in the stream"
                .formatted(
                        durationMillis / 1_000,
                        sum("requests"),
                        fetched.isEmpty() ? "nothing yet" : fetched,
                        sum("lake_records"),
                        sum("stream_records"));
    }
}
