package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.run.RunCounters.Count;
import io.tourbus.source.slice.Completeness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a run, as JSON in the log, the state and the manifest.
 *
 * @param status {@code complete}; {@code partial} if data is missing or a scope matches nothing; {@code failed} if data is missing
 *     and nothing was delivered, unless the run was stopped; {@code cancelled} if data is missing because the run was cancelled
 * @param startedAt in UTC
 * @param durationMillis the time since then, including the time before an interrupted run was resumed
 * @param lines the counts by source and entity
 * @param queries the completeness of each query
 * @param notes what was skipped, failed or is incomplete, and why; the cause of an incomplete run first
 * @param cancelled who cancelled the run; {@code null} if nobody did
 */
public record RunReport(
        @JsonProperty("run_id") String runId,
        @JsonProperty("job") String job,
        @JsonProperty("status") Status status,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("duration_ms") long durationMillis,
        @JsonProperty("sources") List<Line> lines,
        @JsonProperty("queries") List<QueryLine> queries,
        @JsonProperty("notes") List<String> notes,

        @JsonProperty("cancelled") @JsonInclude(JsonInclude.Include.NON_NULL)
        Cancelled cancelled) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The result of a run. */
    public enum Status {
        COMPLETE,
        PARTIAL,
        FAILED,
        CANCELLED;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The counts of one entity of one source.
     *
     * @param counts values by name, such as {@code requests}, {@code pages} or {@code fetched}
     * @param rejections the number of rejected entities by reason
     * @param repairs the number of values that were changed or dropped, by kind
     */
    public record Line(
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("counts") Map<String, Long> counts,
            @JsonProperty("rejections") Map<String, Long> rejections,
            @JsonProperty("repairs") Map<String, Long> repairs) {

        public Line {
            repairs = repairs == null ? Map.of() : repairs;
        }

        /** What is missing was not received, or was received and lost. */
        static Line of(RunCounters counters, List<Completeness> queries) {
            var counts = counters.all();
            counts.put(
                    "missing",
                    counts.get("lost")
                            + queries.stream()
                                    .filter(completeness ->
                                            completeness.query().source().equals(counters.source())
                                                    && completeness.query().entity() == counters.entity())
                                    .mapToLong(Completeness::missingCount)
                                    .sum());
            return new Line(
                    counters.source(), counters.entity().label(), counts, counters.rejections(), counters.repairs());
        }

        /** Returns 0 if the version that wrote the report does not have the count. */
        public long count(String name) {
            return counts.getOrDefault(name, 0L);
        }
    }

    /**
     * The completeness of a query.
     *
     * @param query the title of the query, such as {@code events US New York}
     * @param reportedTotal the number of entities that the API reported for the slices that were read
     * @param received the number of entities received, including repeated ones
     * @param unique the number of distinct entities received
     * @param openEnded whether there may be more entities than the API reported
     * @param missing the reasons by slice that was not read completely; empty if the query is complete
     * @param fresh the number of requests that were skipped, because an earlier run has received their answers recently; absent if 0
     */
    public record QueryLine(
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("query") String query,
            @JsonProperty("said") long reportedTotal,
            @JsonProperty("received") long received,
            @JsonProperty("unique") long unique,
            @JsonProperty("open_ended") boolean openEnded,
            @JsonProperty("complete") boolean complete,
            @JsonProperty("missing") Map<String, String> missing,

            @JsonProperty("fresh") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int fresh) {

        /** Like {@link ProgressMeter#key}. */
        String key() {
            return "%s %s %s".formatted(source, entity, query);
        }

        static QueryLine of(Completeness completeness) {
            Map<String, String> missing = new LinkedHashMap<>();
            completeness.missing().forEach(part -> missing.put(part.slice().name(), part.reason()));
            return new QueryLine(
                    completeness.query().source(),
                    completeness.query().entity().label(),
                    completeness.query().title(),
                    completeness.reportedTotal(),
                    completeness.received(),
                    completeness.unique(),
                    completeness.openEnded(),
                    missing.isEmpty(),
                    missing,
                    completeness.fresh());
        }
    }

    /**
     * Who cancelled a run, and when.
     *
     * @param at in UTC
     */
    public record Cancelled(
            @JsonProperty("by") String by,
            @JsonProperty("at") String at) {}

    static RunReport of(Run run) {
        var coverages = run.coverages();
        coverages.stream().map(Completeness::query).forEach(query -> run.counters(query.source(), query.entity()));
        var lines = run.allCounters().stream()
                .map(counters -> Line.of(counters, coverages))
                .toList();
        var queries = coverages.stream().map(QueryLine::of).toList();
        return new RunReport(
                run.id(),
                run.job().label(),
                status(run),
                run.started().toString(),
                run.elapsed().toMillis(),
                lines,
                queries,
                EmptyScopes.causeFirst(run.notes()),
                run.cancellation()
                        .map(found -> new Cancelled(found.by(), found.at().toString()))
                        .orElse(null));
    }

    static Status status(Run run) {
        var coverages = run.coverages();
        var failed = sum(run, Count.FAILED_SLICES) + sum(run, Count.DEAD_LETTERS);
        var lost = failed + sum(run, Count.SKIPPED_SLICES) + sum(run, Count.LOST);
        if (!run.bySource().truncated()
                && lost == 0
                && coverages.stream().allMatch(query -> query.complete() && query.missingCount() == 0)) {
            return run.scopesEmpty() ? Status.PARTIAL : Status.COMPLETE;
        }
        if (run.cancellation().isPresent()) {
            return Status.CANCELLED;
        }
        var stopped = run.stopRequested() && failed == 0;
        return sum(run, Count.SLICES) > 0 || stopped || run.deliveredBefore() || delivered(run)
                ? Status.PARTIAL
                : Status.FAILED;
    }

    private static long sum(Run run, Count count) {
        return run.allCounters().stream()
                .mapToLong(counters -> counters.get(count))
                .sum();
    }

    /** Whether any sink has accepted anything, also of a slice that failed in another sink. */
    private static boolean delivered(Run run) {
        return run.allCounters().stream()
                .flatMap(counters -> counters.all().entrySet().stream())
                .anyMatch(count -> count.getValue() > 0
                        && (count.getKey().endsWith("_records")
                                || count.getKey().endsWith("_bytes")));
    }

    /** A copy with a note about missing data. A complete report becomes partial. */
    public RunReport withMissingData(String note) {
        return new RunReport(
                runId,
                job,
                status == Status.COMPLETE ? Status.PARTIAL : status,
                startedAt,
                durationMillis,
                lines,
                queries,
                Stream.concat(Stream.of(note), notes.stream()).toList(),
                cancelled);
    }

    /** One line of JSON. */
    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report cannot be written as JSON.", e);
        }
    }

    /** @param json the output of {@link #json()} in this version or an earlier one */
    public static RunReport read(String json) {
        try {
            return MAPPER.readValue(json, RunReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a report: " + json, e);
        }
    }

    /** The sum of a count over all lines. */
    public long sum(String count) {
        return lines.stream().mapToLong(line -> line.count(count)).sum();
    }

    /** One line about the progress, for the command line. */
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
