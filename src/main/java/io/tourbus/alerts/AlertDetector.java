package io.tourbus.alerts;

import static io.tourbus.alerts.Alert.Cause.FAILED;
import static io.tourbus.alerts.Alert.Cause.LATE;
import static io.tourbus.alerts.Alert.Cause.PARTIAL;
import static io.tourbus.alerts.Alert.Cause.SHRUNK;

import io.tourbus.alerts.AlertOutbox.JobState.OpenCause;
import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.LastRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Detects problems in ended runs and missed schedules, and adds alerts about them to the {@link AlertOutbox}. */
public final class AlertDetector {

    /** A drop that lasts this long becomes the new baseline. */
    private static final Duration SHRUNK_ACCEPTED_AFTER = Duration.ofDays(7);

    private final AlertSettings settings;
    private final Supplier<RunSettings> runSettings;
    private final Supplier<ScheduleSettings> scheduleSettings;
    private final Schedules schedules;
    private final RunRepository runs;
    private final BaselineFinder baselines;
    private final AlertOutbox outbox;
    private final Clock clock;
    private final Instant processStart;
    private final Map<Job, Instant> lastExempt = new ConcurrentHashMap<>();
    private final Map<Job, Schedule> lastSeen = new ConcurrentHashMap<>();

    public AlertDetector(
            AlertSettings settings,
            Supplier<RunSettings> runSettings,
            Supplier<ScheduleSettings> scheduleSettings,
            Schedules schedules,
            RunRepository runs,
            AlertOutbox outbox,
            Clock clock) {
        this.settings = settings;
        this.runSettings = runSettings;
        this.scheduleSettings = scheduleSettings;
        this.schedules = schedules;
        this.runs = runs;
        this.baselines = new BaselineFinder(runs, runSettings);
        this.outbox = outbox;
        this.clock = clock;
        this.processStart = clock.instant();
    }

    /**
     * Evaluates the report of a run. Ignores a run that has not ended in the state, because it is suspended or another process
     * has resumed it, and any run with a limit.
     */
    public void onRunEnded(RunReport report) {
        var ended = runs.find(report.runId())
                .filter(run -> run.status().equals(report.status().label()));
        if (ended.isEmpty() || runSettings.get().limit() > 0) {
            return;
        }
        switch (report.status()) {
            case FAILED -> raise(FAILED, AlertMessages.forRun(report, FAILED), null);
            case PARTIAL -> raise(PARTIAL, AlertMessages.forRun(report, PARTIAL), null);
            case COMPLETE -> {
                resolve(List.of(FAILED, PARTIAL, LATE), AlertMessages.completed(report, clock.instant()));
                compareWithBaseline(report);
            }
        }
    }

    private void raise(Alert.Cause cause, Alert alert, String baselineRunId) {
        if (settings.on().contains(cause)) {
            outbox.change(alert.job(), state -> state.raise(cause, alert, baselineRunId));
        }
    }

    private void resolve(List<Alert.Cause> causes, Alert recovery) {
        outbox.change(recovery.job(), state -> state.resolve(causes, recovery));
    }

    private void compareWithBaseline(RunReport report) {
        var job = Job.of(report.job());
        var open = Optional.ofNullable(outbox.stateOf(job).causes().get(SHRUNK));
        var baseline = baselines.baselineFor(job, report, open.map(OpenCause::baselineRunId));
        if (baseline.isEmpty()) {
            return;
        }
        var shrunk = BaselineFinder.shrinkages(baseline.get(), report, settings.shrunkPercent());
        if (shrunk.isEmpty()) {
            resolve(List.of(SHRUNK), AlertMessages.regrown(report, baseline.get(), clock.instant()));
        } else if (open.filter(this::isAccepted).isPresent()) {
            outbox.change(job.label(), state -> state.drop(SHRUNK));
        } else {
            raise(
                    SHRUNK,
                    AlertMessages.shrunk(report, baseline.get(), shrunk),
                    baseline.get().runId());
        }
    }

    private boolean isAccepted(OpenCause shrunk) {
        return Instant.parse(shrunk.since()).plus(SHRUNK_ACCEPTED_AFTER).isBefore(clock.instant());
    }

    /**
     * Raises an alert for each job that is late, and resolves it once a run has started. Lateness counts from the last run, the
     * start of this process if there was none, the end of a pause or the last edit of the schedule, whichever is later.
     */
    public void checkSchedules() {
        var lastRuns = runs.last(Status.COMPLETE.label());
        for (var schedule : scheduleSettings.get().schedules()) {
            var job = schedule.job();
            if (isEdited(schedule) || !schedules.isEnabled(job.label())) {
                lastExempt.put(job, clock.instant());
            } else {
                check(schedule, Optional.ofNullable(lastRuns.get(job.label())).map(LastRun::began));
            }
        }
    }

    private boolean isEdited(Schedule schedule) {
        var before = lastSeen.put(schedule.job(), schedule);
        return before != null && !before.equals(schedule);
    }

    private void check(Schedule schedule, Optional<Instant> lastStart) {
        var now = clock.instant();
        var job = schedule.job();
        var since = Stream.of(lastStart.orElse(processStart), lastExempt.getOrDefault(job, Instant.EPOCH))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        schedule.overdue(since, now)
                .filter(due -> due.plus(settings.late()).isBefore(now))
                .ifPresent(due ->
                        raise(LATE, AlertMessages.late(job, due, lastStart, runs.unfinished(job.label())), null));
        Optional.ofNullable(outbox.stateOf(job).causes().get(LATE))
                .flatMap(open -> lastStart.filter(time -> !time.isBefore(Instant.parse(open.since()))))
                .ifPresent(time -> resolve(List.of(LATE), AlertMessages.started(job, time, now)));
    }
}
