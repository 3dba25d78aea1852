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

/** What Camel's health checks ask of Tourbus: the state, the sources, the sinks, and whether jobs run when they should. */
public final class HealthChecks {

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

    /** Has Camel ask. */
    public void register(CamelContext camel, Collection<DailyQuota> quotas) {
        var registry = HealthCheckRegistry.get(camel);
        registry.register(new HealthStatus("state", this::remembers));
        registry.register(new HealthStatus("sinks", this::delivers));
        quotas.forEach(quota -> registry.register(new HealthStatus("source-" + quota.source(), () -> asked(quota))));
        settings.get().schedules().stream()
                .map(Schedule::job)
                .forEach(job -> registry.register(new HealthStatus(
                        "job-" + job.label(), () -> onTime(settings.get().forJob(job)))));
    }

    private HealthStatus.Status remembers() {
        state.deadLetters().count();
        return new HealthStatus.Status(true, "the state answers", Map.of());
    }

    /** What a sink out of reach did not take waits to be handed in again. */
    private HealthStatus.Status delivers() {
        var waiting = state.deadLetters().countRetryable();
        return new HealthStatus.Status(
                waiting == 0,
                waiting == 0
                        ? "the sinks took what was handed in"
                        : "a sink was out of reach: what it did not take waits",
                Map.of("waiting", waiting, "dead_letters", state.deadLetters().count()));
    }

    /** A source that wants to be left alone is asked again later: runs say what they miss meanwhile. */
    private static HealthStatus.Status asked(DailyQuota quota) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("requests_today", quota.today().used());
        details.put("requests_per_day", quota.perDay());
        quota.block().ifPresent(block -> {
            details.put("blocked_until", block.until().toString());
            details.put("reason", block.reason());
        });
        return new HealthStatus.Status(
                true, quota.block().isPresent() ? "left alone until it may be asked again" : "may be asked", details);
    }

    private HealthStatus.Status onTime(Schedule schedule) {
        var last = Optional.ofNullable(state.runs()
                .last(RunReport.Status.COMPLETE.label())
                .get(schedule.job().label()));
        Map<String, Object> details = new LinkedHashMap<>();
        var paused = !schedules.isEnabled(schedule.job().label());
        details.put("paused", paused);
        last.map(LastRun::began).ifPresent(began -> details.put("began", began.toString()));
        last.flatMap(LastRun::complete).ifPresent(ended -> details.put("complete", ended.toString()));
        var late = !paused && last.filter(run -> isLate(schedule, run)).isPresent();
        return new HealthStatus.Status(!late, late ? "has not been complete for two of its times" : "on time", details);
    }

    /** One that was never complete is late when it began two of its times ago. */
    private boolean isLate(Schedule schedule, LastRun run) {
        return schedule.next(run.complete().orElse(run.began()))
                .flatMap(schedule::next)
                .filter(due -> due.isBefore(clock.instant()))
                .isPresent();
    }
}
