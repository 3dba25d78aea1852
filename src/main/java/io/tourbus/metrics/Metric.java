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
            Kind.HISTOGRAM.series("tourbus.requests", "seconds", "source", "call", "status"),
            "steps `<source>-http`, `<source>-token-http`",
            "Requests to a source, including retries, and their duration; call is page or token, status is the HTTP status,"
                    + " or none if no response arrived"),
    PERMITS(
            Kind.SUMMARY.series("tourbus.permits", "seconds", "source"),
            "step `<source>-permit`",
            "Time that requests waited for the rate limit of the source, or for a pause that the source requested"),
    QUOTA_LIMIT(
            Kind.GAUGE.series("tourbus.quota.limit", "requests", "source"),
            "setting, or response headers of the source",
            "Requests per day that are allowed for a source; absent if there is no limit"),
    QUOTA_LEFT(
            Kind.GAUGE.series("tourbus.quota.left", "requests", "source"),
            "state",
            "Requests left today, counted over all processes; absent if there is no limit"),
    BLOCKED(
            Kind.GAUGE.series("tourbus.source.blocked", "seconds", "source"),
            "state",
            "Time until a source can be called again after it requested a pause or its quota was used up; 0 if it is"
                    + " available"),
    PAGES(Kind.COUNTER.series("tourbus.pages", "pages", "source", "entity"), "runs", "Pages read"),
    RECORDS(
            Kind.COUNTER.series("tourbus.records", "records", "source", "entity", "outcome"),
            "runs",
            "Entities by outcome: normalized or rejected; also delivered, unchanged (since the last delivery), repeated (within"
                    + " the run), dropped (by a hook) and lost (received, but not delivered), and missing (lost or not received)"),
    SLICES(
            Kind.COUNTER.series("tourbus.slices", "slices", "source", "entity", "outcome"),
            "runs",
            "Slices that are done, failed, or were skipped because Tourbus had stopped calling their source"),
    BATCHES(
            Kind.SUMMARY.series("tourbus.batches", "records", "source", "entity"),
            "step `both-sinks`",
            "Batches sent to the sinks, and their number of records"),
    SINK_RECORDS(
            Kind.COUNTER.series("tourbus.sink.records", "records", "source", "entity", "sink"),
            "runs",
            "Records that the lake or the stream accepted"),
    SINK_BYTES(
            Kind.COUNTER.series("tourbus.sink.bytes", "bytes", "source", "entity", "sink"),
            "runs",
            "Bytes that the lake or the stream accepted; those of the lake are compressed"),
    SINK_PUTS(
            Kind.HISTOGRAM.series("tourbus.sink.puts", "seconds", "sink", "outcome"),
            "steps `lake-s3`, `stream-kinesis`",
            "Attempts to put an object into the lake or a batch into the stream, and their duration; outcome is taken, or"
                    + " failed if any part was not accepted"),
    DEAD_LETTERS(
            Kind.GAUGE.series("tourbus.dead.letters", "letters", "stage"),
            "state",
            "Dead letters in the state, by the stage that failed: normalize, lake, stream or a hook"),
    RUNS(
            Kind.SUMMARY.series("tourbus.runs", "seconds", "job_name", "status"),
            "step `log-report`",
            "Runs that have ended, and their duration; status is complete, partial, failed or cancelled"),
    RUN_ENTITIES(
            Kind.GAUGE.series("tourbus.run.entities", "entities", "job_name", "source", "entity"),
            "step `log-report`",
            "Different entities in the last complete run of a job since this process started"),
    JOB_RUNNING(
            Kind.GAUGE.series("tourbus.job.running", null, "job_name"),
            "runs",
            "Whether a run of a job is in progress in this process: 1 or 0"),
    JOB_DIED(
            Kind.GAUGE.series("tourbus.job.died", null, "job_name"),
            "state",
            "Whether the process of a run of a job died, in any process, and the run is not resumed yet: 1 or 0"),
    JOB_SUCCESS_AGE(
            Kind.GAUGE.series("tourbus.job.success.age", "seconds", "job_name"),
            "state",
            "Time since the last complete run of a job ended, in any process; absent if there was none"),
    JOB_LATE(
            Kind.GAUGE.series("tourbus.job.late", "seconds", "job_name"),
            "state",
            "Time since a job should have started by its schedule; 0 if it is on time or paused"),
    RELOAD_REFUSED(
            Kind.GAUGE.series("tourbus.reload.refused", "edits"),
            "live reload",
            "Edits of settings and routes that have a mistake and are not applied; 0 after a good edit");

    /** The metric types of Prometheus. */
    enum Kind {
        COUNTER,
        GAUGE,
        SUMMARY,
        HISTOGRAM;

        private Series series(String id, String unit, String... tags) {
            return new Series(this, id, unit, List.of(tags));
        }
    }

    /**
     * @param id the name in Micrometer, such as {@code tourbus.requests}
     * @param unit {@code null} for a number without a unit
     */
    record Series(Kind kind, String id, String unit, List<String> tags) {}

    private static final Duration[] LATENCIES = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    final Series series;
    /** Where the value is measured, for the documentation. */
    final String origin;

    final String description;

    Metric(Series series, String origin, String description) {
        this.series = series;
        this.origin = origin;
        this.description = description;
    }

    /** @param values the values of the tags, in order */
    Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(series.id())
                .description(description)
                .tags(tags(values))
                .serviceLevelObjectives(series.kind() == Kind.HISTOGRAM ? LATENCIES : null)
                .register(registry);
    }

    /** @param values the values of the tags, in order */
    DistributionSummary summary(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(series.id())
                .baseUnit(series.unit())
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    /** @param values the values of the tags, in order */
    void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(series.id(), value)
                .baseUnit(series.unit())
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    /**
     * @param counting the object that counts; the registry does not keep it alive
     * @param values the values of the tags, in order
     */
    <T> void counter(MeterRegistry registry, T counting, ToDoubleFunction<T> count, String... values) {
        FunctionCounter.builder(series.id(), counting, count)
                .baseUnit(series.unit())
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    private Tags tags(String... values) {
        if (values.length != series.tags().size()) {
            throw new IllegalArgumentException("%s has the tags %s".formatted(series.id(), series.tags()));
        }
        return Tags.of(IntStream.range(0, values.length)
                .mapToObj(i -> Tag.of(series.tags().get(i), values[i]))
                .toList());
    }
}
