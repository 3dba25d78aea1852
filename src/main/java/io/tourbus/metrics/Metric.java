package io.tourbus.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The metrics of Tourbus; {@code docs/metrics.md} is generated from them. Each tag has few values, all known in advance: none
 * comes from a URL or a response. Prometheus uses {@code job} for the scraped target, hence {@code job_name}.
 */
enum Metric {
    REQUESTS(
            Kind.HISTOGRAM,
            "tourbus.requests",
            "seconds",
            "Requests to a source, including retries, and their duration; call is page or token, status is the HTTP status, or"
                    + " none if no response arrived",
            "steps `<source>-http`, `<source>-token-http`",
            List.of("source", "call", "status")),
    PERMITS(
            Kind.SUMMARY,
            "tourbus.permits",
            "seconds",
            "Time that requests waited for the rate limit of the source, or for a pause that the source requested",
            "step `<source>-permit`",
            List.of("source")),
    QUOTA_LIMIT(
            Kind.GAUGE,
            "tourbus.quota.limit",
            "requests",
            "Requests per day that are allowed for a source; absent if there is no limit",
            "setting, or response headers of the source",
            List.of("source")),
    QUOTA_LEFT(
            Kind.GAUGE,
            "tourbus.quota.left",
            "requests",
            "Requests left today, counted over all processes; absent if there is no limit",
            "state",
            List.of("source")),
    BLOCKED(
            Kind.GAUGE,
            "tourbus.source.blocked",
            "seconds",
            "Time until a source can be called again after it requested a pause or its quota was used up; 0 if it is available",
            "state",
            List.of("source")),
    PAGES(Kind.COUNTER, "tourbus.pages", "pages", "Pages read", "runs", List.of("source", "entity")),
    RECORDS(
            Kind.COUNTER,
            "tourbus.records",
            "records",
            "Entities by outcome: normalized or rejected; of the normalized ones, also unchanged (since the last delivery) and"
                    + " repeated (within the run)",
            "runs",
            List.of("source", "entity", "outcome")),
    SLICES(
            Kind.COUNTER,
            "tourbus.slices",
            "slices",
            "Slices that are done, failed, or were skipped because Tourbus had stopped calling their source",
            "runs",
            List.of("source", "entity", "outcome")),
    BATCHES(
            Kind.SUMMARY,
            "tourbus.batches",
            "records",
            "Batches sent to the sinks, and their number of records",
            "step `both-sinks`",
            List.of("source", "entity")),
    SINK_RECORDS(
            Kind.COUNTER,
            "tourbus.sink.records",
            "records",
            "Records that the lake or the stream accepted",
            "runs",
            List.of("source", "entity", "sink")),
    SINK_BYTES(
            Kind.COUNTER,
            "tourbus.sink.bytes",
            "bytes",
            "Bytes that the lake or the stream accepted; those of the lake are compressed",
            "runs",
            List.of("source", "entity", "sink")),
    SINK_PUTS(
            Kind.HISTOGRAM,
            "tourbus.sink.puts",
            "seconds",
            "Attempts to put an object into the lake or a batch into the stream, and their duration; outcome is taken, or failed if"
                    + " any part was not accepted",
            "steps `lake-s3`, `stream-kinesis`",
            List.of("sink", "outcome")),
    DEAD_LETTERS(
            Kind.GAUGE,
            "tourbus.dead.letters",
            "letters",
            "Dead letters in the state, by the stage that failed: normalize, lake or stream",
            "state",
            List.of("stage")),
    RUNS(
            Kind.SUMMARY,
            "tourbus.runs",
            "seconds",
            "Runs that have ended, and their duration; status is complete, partial or failed",
            "step `log-report`",
            List.of("job_name", "status")),
    RUN_ENTITIES(
            Kind.GAUGE,
            "tourbus.run.entities",
            "entities",
            "Different entities in the last complete run of a job since this process started",
            "step `log-report`",
            List.of("job_name", "source", "entity")),
    JOB_RUNNING(
            Kind.GAUGE,
            "tourbus.job.running",
            null,
            "Whether a run of a job is in progress in this process: 1 or 0",
            "runs",
            List.of("job_name")),
    JOB_SUCCESS_AGE(
            Kind.GAUGE,
            "tourbus.job.success.age",
            "seconds",
            "Time since the last complete run of a job ended, in any process; absent if there was none",
            "state",
            List.of("job_name")),
    JOB_LATE(
            Kind.GAUGE,
            "tourbus.job.late",
            "seconds",
            "Time since a job should have started by its schedule; 0 if it is on time or paused",
            "state",
            List.of("job_name"));

    /** The metric types of Prometheus. */
    enum Kind {
        COUNTER,
        GAUGE,
        SUMMARY,
        HISTOGRAM
    }

    private static final Duration[] LATENCIES = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Kind kind;
    private final String id;
    private final String unit;
    private final String description;
    private final String origin;
    private final List<String> tags;

    Metric(Kind kind, String id, String unit, String description, String origin, List<String> tags) {
        this.kind = kind;
        this.id = id;
        this.unit = unit;
        this.description = description;
        this.origin = origin;
        this.tags = tags;
    }

    Kind kind() {
        return kind;
    }

    /** The name in Micrometer, such as {@code tourbus.requests}. */
    String id() {
        return id;
    }

    /** {@code null} for a number without a unit. */
    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    /** Where the value is measured, for the documentation. */
    String origin() {
        return origin;
    }

    List<String> tags() {
        return tags;
    }

    /** @param values the values of the tags, in order */
    Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(id)
                .description(description)
                .tags(tags(values))
                .serviceLevelObjectives(kind == Kind.HISTOGRAM ? LATENCIES : null)
                .register(registry);
    }

    /** @param values the values of the tags, in order */
    DistributionSummary summary(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(id)
                .baseUnit(unit)
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    /** @param values the values of the tags, in order */
    void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(id, value)
                .baseUnit(unit)
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    /**
     * @param counting the object that counts; the registry does not keep it alive
     * @param values the values of the tags, in order
     */
    <T> void counter(MeterRegistry registry, T counting, ToDoubleFunction<T> count, String... values) {
        FunctionCounter.builder(id, counting, count)
                .baseUnit(unit)
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    private Tags tags(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException("%s has the tags %s".formatted(id, tags));
        }
        return Tags.of(IntStream.range(0, values.length)
                .mapToObj(i -> Tag.of(tags.get(i), values[i]))
                .toList());
    }
}
