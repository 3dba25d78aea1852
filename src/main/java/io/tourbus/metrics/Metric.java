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
 * All that Tourbus measures: docs/metrics.md is made of it. The values of a tag are few and known beforehand, none is taken
 * from an address or an answer. What Prometheus calls a job is what it scrapes, hence {@code job_name}.
 */
enum Metric {
    REQUESTS(
            Kind.HISTOGRAM,
            "tourbus.requests",
            "seconds",
            "Requests to a source, retries included, and how long answers took; call is page or token, status that of HTTP, or none"
                    + " where no answer came",
            "steps `<source>-http`, `<source>-token-http`",
            "source",
            "call",
            "status"),
    PERMITS(
            Kind.SUMMARY,
            "tourbus.permits",
            "seconds",
            "How long requests waited until the source could be asked, by its pace or because it had asked for a pause",
            "step `<source>-permit`",
            "source"),
    QUOTA_LIMIT(
            Kind.GAUGE,
            "tourbus.quota.limit",
            "requests",
            "Requests a day that a source may be asked; none where there is no limit",
            "setting, or what the source says",
            "source"),
    QUOTA_LEFT(
            Kind.GAUGE,
            "tourbus.quota.left",
            "requests",
            "Requests left today, all processes together; none where there is no limit",
            "state",
            "source"),
    BLOCKED(
            Kind.GAUGE,
            "tourbus.source.blocked",
            "seconds",
            "How long a source is not to be asked yet, because it said so or its quota is used up; 0 when it may be asked",
            "state",
            "source"),
    PAGES(Kind.COUNTER, "tourbus.pages", "pages", "Pages that were read", "runs", "source", "entity"),
    RECORDS(
            Kind.COUNTER,
            "tourbus.records",
            "records",
            "Entities by what became of them: normalized or rejected, and of those that were normalized, unchanged since the last"
                    + " delivery or repeated within the run",
            "runs",
            "source",
            "entity",
            "outcome"),
    SLICES(
            Kind.COUNTER,
            "tourbus.slices",
            "slices",
            "Slices that are done, failed, or were skipped because their source is not asked any more",
            "runs",
            "source",
            "entity",
            "outcome"),
    BATCHES(
            Kind.SUMMARY,
            "tourbus.batches",
            "records",
            "Batches on their way to the sinks, and how many records each has",
            "step `both-sinks`",
            "source",
            "entity"),
    SINK_RECORDS(
            Kind.COUNTER,
            "tourbus.sink.records",
            "records",
            "Records that lake or stream have taken",
            "runs",
            "source",
            "entity",
            "sink"),
    SINK_BYTES(
            Kind.COUNTER,
            "tourbus.sink.bytes",
            "bytes",
            "Bytes that lake or stream have taken; the lake's are compressed",
            "runs",
            "source",
            "entity",
            "sink"),
    SINK_PUTS(
            Kind.HISTOGRAM,
            "tourbus.sink.puts",
            "seconds",
            "Objects put into the lake, and batches put into the stream, each try of the route, and how long that took; outcome is"
                    + " taken, or failed where some of it was not taken",
            "steps `lake-s3`, `stream-kinesis`",
            "sink",
            "outcome"),
    DEAD_LETTERS(
            Kind.GAUGE,
            "tourbus.dead.letters",
            "letters",
            "Dead letters that wait, by what they could not pass: normalize, lake, stream",
            "state",
            "stage"),
    RUNS(
            Kind.SUMMARY,
            "tourbus.runs",
            "seconds",
            "Runs that have ended, and how long they took; status is complete, partial or failed",
            "step `log-report`",
            "job_name",
            "status"),
    RUN_ENTITIES(
            Kind.GAUGE,
            "tourbus.run.entities",
            "entities",
            "Different entities that the last complete run of a job found, since this process began",
            "step `log-report`",
            "job_name",
            "source",
            "entity"),
    JOB_RUNNING(
            Kind.GAUGE,
            "tourbus.job.running",
            null,
            "Whether a run of a job is under way here: 1 or 0",
            "runs",
            "job_name"),
    JOB_SUCCESS_AGE(
            Kind.GAUGE,
            "tourbus.job.success.age",
            "seconds",
            "How long ago the last complete run of a job ended, in whatever process; none where there was none",
            "state",
            "job_name"),
    JOB_LATE(
            Kind.GAUGE,
            "tourbus.job.late",
            "seconds",
            "For how long a job should have begun by its schedule and has not; 0 when it is in time or paused",
            "state",
            "job_name");

    /** In the words of Prometheus. */
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

    Metric(Kind kind, String id, String unit, String description, String origin, String... tags) {
        this.kind = kind;
        this.id = id;
        this.unit = unit;
        this.description = description;
        this.origin = origin;
        this.tags = List.of(tags);
    }

    Kind kind() {
        return kind;
    }

    /** Its name in Micrometer. */
    String id() {
        return id;
    }

    /** {@code null} for a mere number. */
    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    /** Where its values come from. */
    String origin() {
        return origin;
    }

    List<String> tags() {
        return tags;
    }

    /** @param values of the tags, in their order */
    Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(id)
                .description(description)
                .tags(tags(values))
                .serviceLevelObjectives(kind == Kind.HISTOGRAM ? LATENCIES : null)
                .register(registry);
    }

    /** @param values of the tags, in their order */
    DistributionSummary summary(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(id)
                .baseUnit(unit)
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    /** @param values of the tags, in their order */
    void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(id, value)
                .baseUnit(unit)
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    /**
     * @param counting is not kept alive by this
     * @param values of the tags, in their order
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
