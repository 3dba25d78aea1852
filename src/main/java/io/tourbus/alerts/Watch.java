package io.tourbus.alerts;

import static io.tourbus.alerts.Cause.FAILED;
import static io.tourbus.alerts.Cause.LATE;
import static io.tourbus.alerts.Cause.PARTIAL;
import static io.tourbus.alerts.Cause.SHRUNK;

import io.tourbus.alerts.Standing.Open;
import io.tourbus.run.Job;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.RunSettings;
import io.tourbus.run.Schedule;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.run.Schedules;
import io.tourbus.state.LastRun;
import io.tourbus.state.Runs;
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
public final class Watch {

    private final AlertSettings settings;
    private final Supplier<RunSettings> runSettings;
    private final Supplier<ScheduleSettings> times;
    private final Schedules schedules;
    private final Runs runs;
    private final Catalogues catalogues;
    private final AlertBook book;
    private final Clock clock;
    private final Instant start;
    private final Map<Job, Instant> excused = new ConcurrentHashMap<>();
    private final Map<Job, Schedule> known = new ConcurrentHashMap<>();

    public Watch(
            AlertSettings settings,
            Supplier<RunSettings> runSettings,
            Supplier<ScheduleSettings> times,
            Schedules schedules,
            Runs runs,
            AlertBook book,
            Clock clock) {
        this.settings = settings;
        this.runSettings = runSettings;
        this.times = times;
        this.schedules = schedules;
        this.runs = runs;
        this.catalogues = new Catalogues(runs, runSettings);
        this.book = book;
        this.clock = clock;
        this.start = clock.instant();
    }

    /**
     * A run has ended. One that is suspended, or that another process goes on with, has not; and whoever wanted a sample
     * knows that it is one.
     */
    public void ended(RunReport report) {
        var ended = runs.of(report.runId())
                .filter(run -> run.status().equals(report.status().label()));
        if (ended.isEmpty() || runSettings.get().limit() > 0) {
            return;
        }
        switch (report.status()) {
            case FAILED -> raise(report, FAILED);
            case PARTIAL -> raise(report, PARTIAL);
            case COMPLETE -> {
                over(report.job(), List.of(FAILED, PARTIAL, LATE), Wording.completeAgain(report, clock.instant()));
                measure(report);
            }
        }
    }

    private void raise(RunReport report, Cause cause) {
        raise(cause, new Open(report.startedAt(), null), Wording.of(report, cause));
    }

    private void raise(Cause cause, Open open, Alert alert) {
        if (settings.on().contains(cause)) {
            book.change(alert.job(), standing -> standing.raised(cause, open, alert));
        }
    }

    private void over(String job, List<Cause> causes, Alert well) {
        book.change(job, standing -> standing.over(causes, well));
    }

    /** While a catalogue counts as shrunk, runs are compared with the one before it shrank. */
    private void measure(RunReport report) {
        var job = Job.of(report.job());
        var open = Optional.ofNullable(book.of(job).causes().get(SHRUNK));
        var before = catalogues.before(job, report, open.map(Open::measure));
        if (before.isEmpty()) {
            return;
        }
        var shrunk = Shrinkage.of(before.get(), report, settings.shrunkPercent());
        if (shrunk.isEmpty()) {
            over(job.label(), List.of(SHRUNK), Wording.grownAgain(report, before.get(), clock.instant()));
        } else if (open.filter(this::accepted).isPresent()) {
            book.change(job.label(), standing -> standing.dropped(List.of(SHRUNK)));
        } else {
            raise(
                    SHRUNK,
                    new Open(report.startedAt(), before.get().runId()),
                    Wording.shrunk(report, before.get(), shrunk));
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
    public void schedules() {
        var last = runs.last(Status.COMPLETE.label());
        for (var schedule : times.get().schedules()) {
            if (edited(schedule) || !schedules.mayStart(schedule.job().label())) {
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
                    Wording.late(job, due.get(), began, runs.unfinished(job.label())));
        }
        Optional.ofNullable(book.of(job).causes().get(LATE))
                .flatMap(open -> began.filter(time -> !time.isBefore(Instant.parse(open.since()))))
                .ifPresent(time -> over(job.label(), List.of(LATE), Wording.begunAgain(job, time, now)));
    }
}
