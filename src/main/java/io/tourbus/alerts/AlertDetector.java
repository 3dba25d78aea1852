package io.tourbus.alerts;

import static io.tourbus.alerts.Alert.Cause.DIED;
import static io.tourbus.alerts.Alert.Cause.FAILED;
import static io.tourbus.alerts.Alert.Cause.LATE;
import static io.tourbus.alerts.Alert.Cause.PARTIAL;
import static io.tourbus.alerts.Alert.Cause.SHRUNK;
import static io.tourbus.alerts.Alert.Cause.VANISHED;

import io.tourbus.alerts.AlertOutbox.JobState.OpenCause;
import io.tourbus.alerts.BaselineFinder.Shrinkage;
import io.tourbus.job.Job;
import io.tourbus.run.ResumableRuns.DiedRun;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Line;
import io.tourbus.run.RunReport.QueryLine;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detects problems in ended runs and missed schedules, and adds alerts about them to the {@link AlertOutbox}. */
public final class AlertDetector {

    private static final List<String> INCOMPLETE =
            List.of("missing", "dead_letters", "failed_slices", "skipped_slices");

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
        if (ended.isEmpty()) {
            return;
        }
        resolve(List.of(DIED), entity -> true, AlertMessages.ended(report, clock.instant()));
        if (runSettings.get().limit() > 0) {
            return;
        }
        switch (report.status()) {
            case FAILED -> raise(FAILED, AlertMessages.forRun(report, FAILED), null, incomplete(report));
            case PARTIAL -> raise(PARTIAL, AlertMessages.forRun(report, PARTIAL), null, incomplete(report));
            case CANCELLED -> {}
            case COMPLETE -> {
                resolve(
                        List.of(FAILED, PARTIAL, LATE),
                        covered(report),
                        AlertMessages.completed(report, clock.instant()));
                compareWithBaseline(report);
                checkVanished(report);
            }
        }
    }

    /** Raises an alert about a run whose process died. It is resolved when a run of the job ends. */
    public void onRunDied(DiedRun run) {
        raise(DIED, AlertMessages.died(run), null, Set.of());
    }

    /** The entities with missing data, each with its source. If the report does not tell, all entities of the run. */
    private static Set<String> incomplete(RunReport report) {
        Set<String> entities = new TreeSet<>();
        report.queries().stream().filter(query -> !query.complete()).forEach(query -> entities.add(key(query)));
        report.lines().stream()
                .filter(line -> INCOMPLETE.stream().anyMatch(count -> line.count(count) > 0))
                .forEach(line -> entities.add(key(line)));
        if (entities.isEmpty()) {
            report.queries().forEach(query -> entities.add(key(query)));
            report.lines().forEach(line -> entities.add(key(line)));
        }
        return entities;
    }

    /** Whether a complete run covers an entity: it read the source, and all that the source had to read. */
    private static Predicate<String> covered(RunReport report) {
        var sources = Stream.concat(
                        report.queries().stream().map(QueryLine::source),
                        report.lines().stream().map(Line::source))
                .collect(Collectors.toSet());
        return entity -> sources.contains(entity.substring(0, entity.indexOf(' ')));
    }

    private static String key(QueryLine query) {
        return "%s %s".formatted(query.source(), query.entity());
    }

    private static String key(Line line) {
        return "%s %s".formatted(line.source(), line.entity());
    }

    private void raise(Alert.Cause cause, Alert alert, String baselineRunId, Set<String> entities) {
        if (settings.on().contains(cause)) {
            outbox.change(alert.job(), state -> state.raise(cause, alert, baselineRunId, entities));
        }
    }

    private void resolve(List<Alert.Cause> causes, Predicate<String> covered, Alert recovery) {
        outbox.change(recovery.job(), state -> state.resolve(causes, covered, recovery));
    }

    private void checkVanished(RunReport report) {
        if (report.sum("vanished") > 0) {
            raise(
                    VANISHED,
                    AlertMessages.vanished(report),
                    null,
                    report.lines().stream()
                            .filter(line -> line.count("vanished") > 0)
                            .map(AlertDetector::key)
                            .collect(Collectors.toSet()));
        } else {
            resolve(List.of(VANISHED), covered(report), AlertMessages.noneVanished(report, clock.instant()));
        }
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
            resolve(List.of(SHRUNK), covered(report), AlertMessages.regrown(report, baseline.get(), clock.instant()));
        } else if (open.filter(this::isAccepted).isPresent()) {
            outbox.change(job.label(), state -> state.drop(SHRUNK));
        } else {
            raise(
                    SHRUNK,
                    AlertMessages.shrunk(report, baseline.get(), shrunk),
                    baseline.get().runId(),
                    shrunk.stream().map(Shrinkage::entity).collect(Collectors.toSet()));
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
                .ifPresent(due -> raise(
                        LATE, AlertMessages.late(job, due, lastStart, runs.unfinished(job.label())), null, Set.of()));
        Optional.ofNullable(outbox.stateOf(job).causes().get(LATE))
                .flatMap(open -> lastStart.filter(time -> !time.isBefore(Instant.parse(open.since()))))
                .ifPresent(time -> resolve(List.of(LATE), entity -> true, AlertMessages.started(job, time, now)));
    }
}
