package io.tourbus.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.state.KeyValueStore;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.LastRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Describes, pauses and resumes the schedules of jobs, and finds the jobs that missed their time. */
public final class Schedules {

    /**
     * The schedule of a job, for the API and the command line. Times are in UTC.
     *
     * @param next the next fire time; {@code null} if the job is paused or never fires again
     * @param lastRun when the last run of the job started, on its schedule or not; {@code null} if there was none
     */
    public record Line(
            @JsonProperty("job") String job,
            @JsonProperty("cron") String cron,
            @JsonProperty("time_zone") String timeZone,
            @JsonProperty("paused") boolean paused,
            @JsonProperty("next") String next,
            @JsonProperty("last_run") String lastRun) {}

    private static final String PAUSED = "paused";

    private final Supplier<ScheduleSettings> settings;
    private final RunRepository runs;
    private final KeyValueStore store;
    private final Clock clock;

    public Schedules(Supplier<ScheduleSettings> settings, RunRepository runs, KeyValueStore store, Clock clock) {
        this.settings = settings;
        this.runs = runs;
        this.store = store;
        this.clock = clock;
    }

    /** All jobs with a schedule. */
    public List<Line> all() {
        var lastRuns = lastRuns();
        return settings.get().schedules().stream()
                .map(schedule -> line(schedule, lastRuns))
                .toList();
    }

    /** @throws java.util.NoSuchElementException if the job has no schedule */
    public Line describe(Job job) {
        return line(settings.get().forJob(job), lastRuns());
    }

    /**
     * The labels of the jobs whose time has passed since their last run. Empty if {@code tourbus.jobs.catch-up} is false. A job
     * that has never run is not included.
     */
    public List<String> missed() {
        var now = clock.instant();
        var lastRuns = lastRuns();
        var current = settings.get();
        return current.schedules().stream()
                .filter(schedule -> current.catchUp() && !isPaused(schedule))
                .filter(schedule -> lastStart(schedule, lastRuns)
                        .flatMap(schedule::next)
                        .filter(due -> !due.isAfter(now))
                        .isPresent())
                .map(schedule -> schedule.job().label())
                .toList();
    }

    /** Pauses the schedule of a job until it is resumed. Applies to all processes that share the state, and survives restarts. */
    public Line pause(Job job) {
        store.put(key(job), PAUSED, clock.instant());
        return describe(job);
    }

    /** Ends the effect of {@link #pause}. A job that the settings pause stays paused. */
    public Line resume(Job job) {
        store.put(key(job), "", clock.instant());
        return describe(job);
    }

    /** Whether the schedule of a job is not paused. */
    public boolean isEnabled(String job) {
        return !isPaused(settings.get().forJob(Job.of(job)));
    }

    /**
     * Whether no run of a job was complete for two scheduled times. Counts from the first run if none was complete.
     *
     * @param last the last run of the job
     */
    public boolean isLate(String job, Optional<LastRun> last) {
        return lateSince(job, last).isPresent();
    }

    /** The first scheduled time without a complete run, if the job is {@link #isLate late}. */
    public Optional<Instant> lateSince(String job, Optional<LastRun> last) {
        var schedule = settings.get().forJob(Job.of(job));
        return isPaused(schedule)
                ? Optional.empty()
                : last.flatMap(run -> schedule.next(run.complete().orElse(run.began())))
                        .filter(due -> schedule.overdue(due, clock.instant()).isPresent());
    }

    private boolean isPaused(Schedule schedule) {
        return schedule.paused() || store.get(key(schedule.job())).equals(Optional.of(PAUSED));
    }

    private static String key(Job job) {
        return "schedule of " + job.label();
    }

    private Line line(Schedule schedule, Map<String, LastRun> lastRuns) {
        var paused = isPaused(schedule);
        var next = paused ? Optional.<Instant>empty() : schedule.next(clock.instant());
        return new Line(
                schedule.job().label(),
                schedule.cron(),
                schedule.zone().getID(),
                paused,
                next.map(Instant::toString).orElse(null),
                lastStart(schedule, lastRuns).map(Instant::toString).orElse(null));
    }

    private Map<String, LastRun> lastRuns() {
        return runs.last(RunReport.Status.COMPLETE.label());
    }

    private static Optional<Instant> lastStart(Schedule schedule, Map<String, LastRun> lastRuns) {
        return Optional.ofNullable(lastRuns.get(schedule.job().label())).map(LastRun::began);
    }
}
