package io.tourbus.alerts;

import static io.tourbus.alerts.AlertCause.FAILED;
import static io.tourbus.alerts.AlertCause.LATE;
import static io.tourbus.alerts.AlertCause.PARTIAL;
import static io.tourbus.alerts.AlertCause.SHRUNK;

import io.tourbus.alerts.JobAlertState.Open;
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

/** Looks at runs that have ended and at schedules, and notes in the book what somebody should be told. */
public final class AlertDetector {

    private final AlertSettings settings;
    private final Supplier<RunSettings> runSettings;
    private final Supplier<ScheduleSettings> times;
    private final Schedules checkSchedules;
    private final RunRepository runs;
    private final BaselineFinder catalogues;
    private final AlertOutbox book;
    private final Clock clock;
    private final Instant start;
    private final Map<Job, Instant> excused = new ConcurrentHashMap<>();
    private final Map<Job, Schedule> known = new ConcurrentHashMap<>();

    public AlertDetector(
            AlertSettings settings,
            Supplier<RunSettings> runSettings,
            Supplier<ScheduleSettings> times,
            Schedules schedules,
            RunRepository runs,
            AlertOutbox book,
            Clock clock) {
        this.settings = settings;
        this.runSettings = runSettings;
        this.times = times;
        this.checkSchedules = schedules;
        this.runs = runs;
        this.catalogues = new BaselineFinder(runs, runSettings);
        this.book = book;
        this.clock = clock;
        this.start = clock.instant();
    }

    /**
     * A run has ended. One that is suspended, or that another process goes on with, has not; and whoever wanted a sample
     * knows that it is one.
     */
    public void onRunEnded(RunReport report) {
        var ended = runs.find(report.runId())
                .filter(run -> run.status().equals(report.status().label()));
        if (ended.isEmpty() || runSettings.get().limit() > 0) {
            return;
        }
        switch (report.status()) {
            case FAILED -> raise(report, FAILED);
            case PARTIAL -> raise(report, PARTIAL);
            case COMPLETE -> {
                over(
                        report.job(),
                        List.of(FAILED, PARTIAL, LATE),
                        AlertMessages.completeAgain(report, clock.instant()));
                measure(report);
            }
        }
    }

    private void raise(RunReport report, AlertCause cause) {
        raise(cause, new Open(report.startedAt(), null), AlertMessages.forRun(report, cause));
    }

    private void raise(AlertCause cause, Open open, Alert alert) {
        if (settings.on().contains(cause)) {
            book.change(alert.job(), standing -> standing.raised(cause, open, alert));
        }
    }

    private void over(String job, List<AlertCause> causes, Alert well) {
        book.change(job, standing -> standing.over(causes, well));
    }

    /** While a catalogue counts as shrunk, runs are compared with the one before it shrank. */
    private void measure(RunReport report) {
        var job = Job.of(report.job());
        var open = Optional.ofNullable(book.stateOf(job).causes().get(SHRUNK));
        var before = catalogues.baselineFor(job, report, open.map(Open::measure));
        if (before.isEmpty()) {
            return;
        }
        var shrunk = Shrinkage.between(before.get(), report, settings.shrunkPercent());
        if (shrunk.isEmpty()) {
            over(job.label(), List.of(SHRUNK), AlertMessages.grownAgain(report, before.get(), clock.instant()));
        } else if (open.filter(this::accepted).isPresent()) {
            book.change(job.label(), standing -> standing.dropped(List.of(SHRUNK)));
        } else {
            raise(
                    SHRUNK,
                    new Open(report.startedAt(), before.get().runId()),
                    AlertMessages.shrunk(report, before.get(), shrunk));
        }
    }

    /** What has been so for a week is what there is. */
    private boolean accepted(Open shrunk) {
        return Instant.parse(shrunk.since()).plus(Duration.ofDays(7)).isBefore(clock.instant());
    }

    /**
     * Looks for jobs that should have begun and have not. One that has never run is waited for since the process began, one that
     * was paused, since it is no more, and one whose schedule has been edited, since then.
     */
    public void checkSchedules() {
        var last = runs.last(Status.COMPLETE.label());
        for (var schedule : times.get().schedules()) {
            if (edited(schedule) || !checkSchedules.isEnabled(schedule.job().label())) {
                excused.put(schedule.job(), clock.instant());
            } else {
                look(
                        schedule,
                        Optional.ofNullable(last.get(schedule.job().label())).map(LastRun::began));
            }
        }
    }

    private boolean edited(Schedule schedule) {
        var before = known.put(schedule.job(), schedule);
        return before != null && !before.equals(schedule);
    }

    private void look(Schedule schedule, Optional<Instant> began) {
        var now = clock.instant();
        var job = schedule.job();
        var since = Stream.of(began.orElse(start), excused.getOrDefault(job, Instant.EPOCH))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var due = schedule.overdue(since, now);
        if (due.filter(time -> time.plus(settings.late()).isBefore(now)).isPresent()) {
            raise(
                    LATE,
                    new Open(due.get().toString(), null),
                    AlertMessages.late(job, due.get(), began, runs.unfinished(job.label())));
        }
        Optional.ofNullable(book.stateOf(job).causes().get(LATE))
                .flatMap(open -> began.filter(time -> !time.isBefore(Instant.parse(open.since()))))
                .ifPresent(time -> over(job.label(), List.of(LATE), AlertMessages.begunAgain(job, time, now)));
    }
}
