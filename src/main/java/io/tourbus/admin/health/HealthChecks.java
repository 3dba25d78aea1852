package io.tourbus.admin.health;

import io.tourbus.reload.ReloadStatus;
import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.LastRun;
import io.tourbus.state.State;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Registers Camel health checks for the state database, the sinks, the sources, and the punctuality of the jobs. */
public final class HealthChecks {

    /** A check of readiness. It is no liveness check, because a restart would not help. */
    private static final class Check extends AbstractHealthCheck {

        private final int order;
        private final Consumer<HealthCheckResultBuilder> check;

        /**
         * @param order the position in the list of all checks. Those of Camel for routes come last
         * @param check returns within milliseconds, and sends no requests to sources or sinks
         */
        Check(int order, String name, Consumer<HealthCheckResultBuilder> check) {
            super("tourbus", name);
            this.order = order;
            this.check = check;
        }

        @Override
        public int getOrder() {
            return order;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
            try {
                check.accept(result.up());
            } catch (RuntimeException e) {
                result.message(String.valueOf(e.getMessage())).down();
            }
        }
    }

    private final State state;
    private final Supplier<ScheduleSettings> settings;
    private final Schedules schedules;
    private final ReloadStatus reload;

    public HealthChecks(State state, Supplier<ScheduleSettings> settings, Schedules schedules, ReloadStatus reload) {
        this.state = state;
        this.settings = settings;
        this.schedules = schedules;
        this.reload = reload;
    }

    /** Registers the checks, the most important ones first. */
    public void register(CamelContext camel, Collection<DailyQuota> quotas) {
        Map<String, Consumer<HealthCheckResultBuilder>> checks = new LinkedHashMap<>();
        checks.put("state", this::checkState);
        checks.put("sinks", this::checkSinks);
        checks.put("runs", this::checkRuns);
        checks.put("reload", this::checkReload);
        quotas.forEach(quota -> checks.put("source-" + quota.source(), result -> checkSource(quota, result)));
        settings.get().schedules().stream()
                .map(Schedule::job)
                .forEach(job -> checks.put("job-" + job.label(), result -> checkJob(job.label(), result)));
        var registry = HealthCheckRegistry.get(camel);
        var order = new AtomicInteger();
        checks.forEach((name, check) -> registry.register(new Check(order.getAndIncrement(), name, check)));
    }

    private void checkState(HealthCheckResultBuilder result) {
        state.deadLetters().count();
        result.message("the state database responds");
    }

    /** Retryable dead letters are those of a sink that was unreachable. */
    private void checkSinks(HealthCheckResultBuilder result) {
        var waiting = state.deadLetters().countRetryable();
        result.detail("waiting", waiting)
                .detail("dead_letters", state.deadLetters().count())
                .message("no dead letters wait for a sink");
        if (waiting > 0) {
            result.message("dead letters wait because a sink was unreachable").down();
        }
    }

    private void checkRuns(HealthCheckResultBuilder result) {
        var died = state.runs().died().stream().map(KnownRun::runId).toList();
        result.detail("died", died).message("no run waits to be resumed");
        if (!died.isEmpty()) {
            result.message("the process of a run died, and the run is not resumed yet")
                    .down();
        }
    }

    /** A refused edit does not affect what runs, so only routes that could not be restored are down. */
    private void checkReload(HealthCheckResultBuilder result) {
        var refused = reload.refused();
        result.detail("refused", refused.size()).message("no edit is rejected");
        if (!refused.isEmpty()) {
            result.message("degraded: an edit is rejected, and the version before it runs: " + refused.get(0));
        }
        if (!reload.failures().isEmpty()) {
            result.message(reload.failures().get(0)).down();
        }
    }

    /** Never down: Tourbus calls a blocked source again by itself, and run reports list what is missing until then. */
    private static void checkSource(DailyQuota quota, HealthCheckResultBuilder result) {
        result.detail("requests_today", quota.today().used())
                .detail("requests_per_day", quota.perDay())
                .message("available");
        quota.block()
                .ifPresent(block -> result.detail("blocked_until", block.until().toString())
                        .detail("reason", block.reason())
                        .message("blocked"));
    }

    private void checkJob(String job, HealthCheckResultBuilder result) {
        var last = Optional.ofNullable(
                state.runs().last(RunReport.Status.COMPLETE.label()).get(job));
        result.detail("paused", !schedules.isEnabled(job)).message("on time");
        last.map(LastRun::began).ifPresent(began -> result.detail("began", began.toString()));
        last.flatMap(LastRun::complete).ifPresent(ended -> result.detail("complete", ended.toString()));
        if (schedules.isLate(job, last)) {
            result.message("late: no complete run for two scheduled times").down();
        }
    }
}
