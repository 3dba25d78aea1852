package io.tourbus.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.tourbus.job.Job;
import io.tourbus.model.Entity;
import io.tourbus.run.ProcessCounters;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport.Status;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.RunRepository.LastRun;
import io.tourbus.state.SourceBlocks.SourceBlock;
import io.tourbus.state.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Makes the meters. What runs count and what the state knows is read when somebody asks for it; on the way of requests and
 * puts stand no more than a few clocks. Nothing of this is there unless {@link #measure} is called.
 */
public final class Meters {

    private final MeterRegistry registry;
    private final Clock clock;

    public Meters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * To be called before Camel reads the routes.
     *
     * @param entities what each source has
     * @param mayStart whether a job is started when it is due; asked at each look
     */
    public void measure(
            CamelContext context,
            RunManager jobs,
            Map<String, Set<Entity>> entities,
            State state,
            Supplier<ScheduleSettings> schedules,
            Predicate<String> mayStart) {
        context.getCamelContextExtension().addInterceptStrategy(new StepTimers(registry).strategyFor(jobs.sources()));
        jobs.quotas().forEach(this::source);
        jobs.sources().forEach(source -> entities.get(source).forEach(entity -> counts(jobs.totals(), source, entity)));
        letters(fresh(state.deadLetters()::byStage));
        jobs(jobs.totals(), fresh(() -> state.runs().last(Status.COMPLETE.label())), schedules, mayStart);
    }

    private static <T> Supplier<T> fresh(Supplier<T> reading) {
        return new CachedValue<>(reading, System::nanoTime);
    }

    private void source(DailyQuota quota) {
        var source = quota.source();
        var left = fresh(quota::left);
        var block = fresh(quota::block);
        Metric.QUOTA_LIMIT.gauge(registry, () -> quota.perDay() == 0 ? Double.NaN : quota.perDay(), source);
        Metric.QUOTA_LEFT.gauge(
                registry, () -> left.get().stream().asDoubleStream().findFirst().orElse(Double.NaN), source);
        Metric.BLOCKED.gauge(
                registry,
                () -> block.get().map(SourceBlock::until).map(this::until).orElse(0.0),
                source);
    }

    private void counts(ProcessCounters totals, String source, Entity entity) {
        count(Metric.PAGES, totals, "pages", source, entity);
        for (var outcome : List.of("normalized", "rejected", "unchanged", "repeated")) {
            count(Metric.RECORDS, totals, outcome, source, entity, outcome);
        }
        count(Metric.SLICES, totals, "slices", source, entity, "done");
        count(Metric.SLICES, totals, "failed_slices", source, entity, "failed");
        count(Metric.SLICES, totals, "skipped_slices", source, entity, "skipped");
        for (var sink : List.of("lake", "stream")) {
            count(Metric.SINK_RECORDS, totals, sink + "_records", source, entity, sink);
            count(Metric.SINK_BYTES, totals, sink + "_bytes", source, entity, sink);
        }
    }

    private void count(
            Metric metric, ProcessCounters totals, String count, String source, Entity entity, String... more) {
        var tags = Stream.concat(Stream.of(source, entity.label()), Arrays.stream(more));
        metric.counter(registry, totals, counted -> counted.get(source, entity, count), tags.toArray(String[]::new));
    }

    private void letters(Supplier<Map<Stage, Long>> byStage) {
        Arrays.stream(Stage.values())
                .forEach(stage -> Metric.DEAD_LETTERS.gauge(
                        registry,
                        () -> byStage.get().getOrDefault(stage, 0L),
                        stage.name().toLowerCase(Locale.ROOT)));
    }

    private void jobs(
            ProcessCounters totals,
            Supplier<Map<String, LastRun>> last,
            Supplier<ScheduleSettings> schedules,
            Predicate<String> mayStart) {
        Arrays.stream(Job.values())
                .forEach(job -> Metric.JOB_RUNNING.gauge(registry, () -> totals.running(job) ? 1 : 0, job.label()));
        var start = clock.instant();
        for (var schedule : schedules.get().schedules()) {
            var job = schedule.job().label();
            Metric.JOB_SUCCESS_AGE.gauge(
                    registry,
                    () -> Optional.ofNullable(last.get().get(job))
                            .flatMap(LastRun::complete)
                            .map(this::since)
                            .orElse(Double.NaN),
                    job);
            Metric.JOB_LATE.gauge(
                    registry,
                    () -> mayStart.test(job)
                            ? late(
                                    schedules.get().forJob(schedule.job()),
                                    last.get().get(job),
                                    start)
                            : 0,
                    job);
        }
    }

    /** A job that has never run is waited for since the process began. */
    private double late(Schedule schedule, LastRun last, Instant start) {
        return schedule.overdue(last == null ? start : last.began(), clock.instant())
                .map(this::since)
                .orElse(0.0);
    }

    private double since(Instant then) {
        return seconds(Duration.between(then, clock.instant()));
    }

    private double until(Instant then) {
        return Math.max(0, seconds(Duration.between(clock.instant(), then)));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }
}
