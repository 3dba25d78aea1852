package io.tourbus.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.tourbus.hook.Hook;
import io.tourbus.job.Job;
import io.tourbus.model.Entity;
import io.tourbus.run.RunCounters.ProcessCounters;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport.Status;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.sink.Sink;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.LastRun;
import io.tourbus.state.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Registers the {@linkplain Metric metrics} with Micrometer. Counters and gauges read their values from runs and the state when
 * they are scraped. Only a few steps of the routes are timed.
 */
public final class Meters {

    private final MeterRegistry registry;
    private final Clock clock;

    public Meters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Registers all metrics. Call it before Camel loads the routes, because the timers intercept their steps.
     *
     * @param entities the entities of each source
     * @param isEnabled whether the schedule of a job is active; evaluated at each scrape
     * @param refusedEdits the number of edited files that are not applied
     */
    public void measure(
            CamelContext context,
            RunManager jobs,
            List<Sink> sinks,
            Map<String, Set<Entity>> entities,
            State state,
            Supplier<ScheduleSettings> schedules,
            Predicate<String> isEnabled,
            Supplier<Number> refusedEdits) {
        Metric.RELOAD_REFUSED.gauge(registry, refusedEdits);
        context.getCamelContextExtension()
                .addInterceptStrategy(new StepTimers(registry).strategyFor(jobs.sources(), sinks));
        jobs.quotas().forEach(this::registerQuota);
        jobs.sources()
                .forEach(source ->
                        entities.get(source).forEach(entity -> registerCounters(jobs.totals(), sinks, source, entity)));
        registerDeadLetters(sinks, cached(state.deadLetters()::byStage));
        registerJobs(jobs, cached(() -> state.runs().last(Status.COMPLETE.label())), schedules, isEnabled);
        registerDied(cached(state.runs()::died));
    }

    private static <T> Supplier<T> cached(Supplier<T> query) {
        return new CachedValue<>(query, System::nanoTime);
    }

    private void registerQuota(DailyQuota quota) {
        var source = quota.source();
        var left = cached(quota::remaining);
        var block = cached(quota::block);
        Metric.QUOTA_LIMIT.gauge(registry, () -> quota.perDay() == 0 ? Double.NaN : quota.perDay(), source);
        Metric.QUOTA_LEFT.gauge(
                registry, () -> left.get().stream().asDoubleStream().findFirst().orElse(Double.NaN), source);
        Metric.BLOCKED.gauge(
                registry,
                () -> block.get()
                        .map(found -> Math.max(0, -secondsSince(found.until())))
                        .orElse(0.0),
                source);
    }

    private void registerCounters(ProcessCounters totals, List<Sink> sinks, String source, Entity entity) {
        register(Metric.PAGES, totals, "pages", source, entity);
        for (var outcome :
                List.of("normalized", "rejected", "unchanged", "repeated", "delivered", "dropped", "lost", "missing")) {
            register(Metric.RECORDS, totals, outcome, source, entity, outcome);
        }
        register(Metric.SLICES, totals, "slices", source, entity, "done");
        register(Metric.SLICES, totals, "failed_slices", source, entity, "failed");
        register(Metric.SLICES, totals, "skipped_slices", source, entity, "skipped");
        for (var sink : sinks) {
            var name = sink.name();
            register(Metric.SINK_RECORDS, totals, name + "_records", source, entity, name);
            register(Metric.SINK_BYTES, totals, name + "_bytes", source, entity, name);
        }
    }

    private void register(
            Metric metric, ProcessCounters totals, String count, String source, Entity entity, String... more) {
        var tags = Stream.concat(Stream.of(source, entity.label()), Arrays.stream(more));
        metric.counter(registry, totals, counted -> counted.get(source, entity, count), tags.toArray(String[]::new));
    }

    private void registerDeadLetters(List<Sink> sinks, Supplier<Map<Stage, Long>> byStage) {
        Stream.of(Stream.of(Stage.NORMALIZE.label()), sinks.stream().map(Sink::name), Hook.labels().stream())
                .flatMap(Function.identity())
                .map(Stage::of)
                .forEach(stage -> Metric.DEAD_LETTERS.gauge(
                        registry, () -> byStage.get().getOrDefault(stage, 0L), stage.label()));
    }

    private void registerJobs(
            RunManager jobs,
            Supplier<Map<String, LastRun>> lastRuns,
            Supplier<ScheduleSettings> schedules,
            Predicate<String> isEnabled) {
        for (var job : Job.values()) {
            Metric.JOB_RUNNING.gauge(registry, () -> jobs.isRunning(job) ? 1 : 0, job.label());
        }
        var processStart = clock.instant();
        for (var schedule : schedules.get().schedules()) {
            var job = schedule.job();
            var label = job.label();
            Supplier<Optional<LastRun>> lastRun =
                    () -> Optional.ofNullable(lastRuns.get().get(label));
            Metric.JOB_SUCCESS_AGE.gauge(
                    registry,
                    () -> lastRun.get()
                            .flatMap(LastRun::complete)
                            .map(this::secondsSince)
                            .orElse(Double.NaN),
                    label);
            Metric.JOB_LATE.gauge(
                    registry,
                    () -> isEnabled.test(label) ? late(schedules.get().forJob(job), lastRun.get(), processStart) : 0,
                    label);
        }
    }

    private void registerDied(Supplier<List<KnownRun>> died) {
        for (var job : Job.values()) {
            Metric.JOB_DIED.gauge(
                    registry,
                    () -> died.get().stream()
                            .filter(run -> run.job().equals(job.label()))
                            .count(),
                    job.label());
        }
    }

    private double late(Schedule schedule, Optional<LastRun> lastRun, Instant processStart) {
        return schedule.overdue(lastRun.map(LastRun::began).orElse(processStart), clock.instant())
                .map(this::secondsSince)
                .orElse(0.0);
    }

    private double secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toMillis() / 1_000.0);
    }

    /**
     * Caches the result of a database query for a few seconds, so that all metrics of one scrape share one query. A failure is
     * cached as well, so that a scrape waits only once for a database that does not respond.
     */
    static final class CachedValue<T> implements Supplier<T> {

        private static final long MAX_AGE_NANOS = Duration.ofSeconds(5).toNanos();

        private final Supplier<T> query;
        private final LongSupplier nanoTime;
        /** Returns the value of the last query, or throws its failure; {@code null} before the first one. */
        private Supplier<T> result;

        private long queriedAt;

        CachedValue(Supplier<T> query, LongSupplier nanoTime) {
            this.query = query;
            this.nanoTime = nanoTime;
        }

        /** @throws RuntimeException the failure of the last query */
        @Override
        public synchronized T get() {
            if (result == null || nanoTime.getAsLong() - queriedAt >= MAX_AGE_NANOS) {
                result = query();
                queriedAt = nanoTime.getAsLong();
            }
            return result.get();
        }

        private Supplier<T> query() {
            try {
                var value = query.get();
                return () -> value;
            } catch (RuntimeException e) {
                return () -> {
                    throw e;
                };
            }
        }
    }
}
