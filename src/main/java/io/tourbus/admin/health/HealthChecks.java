package io.tourbus.admin.health;

import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.state.RunRepository.LastRun;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Registers Camel health checks for the state database, the sinks, the sources, and the punctuality of the jobs. */
public final class HealthChecks {

    /** @param message one line */
    private record Status(boolean healthy, String message, Map<String, Object> details) {}

    /** A check of readiness. It is no liveness check, because a restart would not help. */
    private static final class Check extends AbstractHealthCheck {

        private final Supplier<Status> status;

        /** @param status returns within milliseconds, and sends no requests to sources or sinks */
        Check(String name, Supplier<Status> status) {
            super("tourbus", name);
            this.status = status;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            try {
                var current = status.get();
                current.details().forEach(builder::detail);
                builder.message(current.message()).state(current.healthy() ? State.UP : State.DOWN);
            } catch (RuntimeException e) {
                builder.message(String.valueOf(e.getMessage())).down();
            }
        }
    }

    private final State state;
    private final Supplier<ScheduleSettings> settings;
    private final Schedules schedules;
    private final Clock clock;

    public HealthChecks(State state, Supplier<ScheduleSettings> settings, Schedules schedules, Clock clock) {
        this.state = state;
        this.settings = settings;
        this.schedules = schedules;
        this.clock = clock;
    }

    public void register(CamelContext camel, Collection<DailyQuota> quotas) {
        var registry = HealthCheckRegistry.get(camel);
        registry.register(new Check("state", this::checkState));
        registry.register(new Check("sinks", this::checkSinks));
        quotas.forEach(quota -> registry.register(new Check("source-" + quota.source(), () -> checkSource(quota))));
        settings.get().schedules().stream()
                .map(Schedule::job)
                .forEach(job -> registry.register(new Check(
                        "job-" + job.label(), () -> checkJob(settings.get().forJob(job)))));
    }

    private Status checkState() {
        state.deadLetters().count();
        return new Status(true, "the state database responds", Map.of());
    }

    /** Retryable dead letters are those of a sink that was unreachable. */
    private Status checkSinks() {
        var waiting = state.deadLetters().countRetryable();
        return new Status(
                waiting == 0,
                waiting == 0 ? "no dead letters wait for a sink" : "dead letters wait because a sink was unreachable",
                Map.of("waiting", waiting, "dead_letters", state.deadLetters().count()));
    }

    /** Never down: Tourbus calls a blocked source again by itself, and run reports list what is missing until then. */
    private static Status checkSource(DailyQuota quota) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("requests_today", quota.today().used());
        details.put("requests_per_day", quota.perDay());
        quota.block().ifPresent(block -> {
            details.put("blocked_until", block.until().toString());
            details.put("reason", block.reason());
        });
        return new Status(true, quota.block().isPresent() ? "blocked" : "available", details);
    }

    private Status checkJob(Schedule schedule) {
        var last = Optional.ofNullable(state.runs()
                .last(RunReport.Status.COMPLETE.label())
                .get(schedule.job().label()));
        Map<String, Object> details = new LinkedHashMap<>();
        var paused = !schedules.isEnabled(schedule.job().label());
        details.put("paused", paused);
        last.map(LastRun::began).ifPresent(began -> details.put("began", began.toString()));
        last.flatMap(LastRun::complete).ifPresent(ended -> details.put("complete", ended.toString()));
        var late = !paused && last.filter(run -> isLate(schedule, run)).isPresent();
        return new Status(!late, late ? "late: no complete run for two scheduled times" : "on time", details);
    }

    /** Counts from the last complete run, or from the first one that began if none was complete. */
    private boolean isLate(Schedule schedule, LastRun run) {
        return schedule.next(run.complete().orElse(run.began()))
                .flatMap(schedule::next)
                .filter(due -> due.isBefore(clock.instant()))
                .isPresent();
    }
}
