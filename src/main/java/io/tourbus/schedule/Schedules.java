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

/** When jobs have run and will. */
public final class Schedules {

    /**
     * A job, for eyes and machines.
     *
     * @param next when it fires; {@code null} while it is paused, and when it never does again
     * @param lastRun when its last run began, whoever started it; {@code null} when none is known
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
    private final KeyValueStore facts;
    private final Clock clock;

    public Schedules(Supplier<ScheduleSettings> settings, RunRepository runs, KeyValueStore facts, Clock clock) {
        this.settings = settings;
        this.runs = runs;
        this.facts = facts;
        this.clock = clock;
    }

    /** All jobs that have a schedule. */
    public List<Line> all() {
        var last = lastRuns();
        return settings.get().schedules().stream()
                .map(schedule -> line(schedule, last))
                .toList();
    }

    /** A job that has a schedule. */
    public Line describe(Job job) {
        return line(settings.get().forJob(job), lastRuns());
    }

    /**
     * The jobs that should have run since they last did, if the settings say that this is made up for. One that has never run
     * is none of them: who starts Tourbus for the first time has missed nothing.
     */
    public List<String> missed() {
        var now = clock.instant();
        var last = lastRuns();
        var settings = this.settings.get();
        return settings.schedules().stream()
                .filter(schedule -> settings.catchUp() && !paused(schedule))
                .filter(schedule -> began(schedule, last)
                        .flatMap(schedule::next)
                        .filter(due -> !due.isAfter(now))
                        .isPresent())
                .map(schedule -> schedule.job().label())
                .toList();
    }

    /** Does not start the job on its schedule any more, here or in another process on the same database, until it is resumed. */
    public Line pause(Job job) {
        facts.put(pausing(job), PAUSED, clock.instant());
        return describe(job);
    }

    /** Starts the job on its schedule again; one that the settings pause stays paused. */
    public Line resume(Job job) {
        facts.put(pausing(job), "", clock.instant());
        return describe(job);
    }

    /** Whether a job that is due is to be started. */
    public boolean isEnabled(String job) {
        return !paused(settings.get().forJob(Job.of(job)));
    }

    private boolean paused(Schedule schedule) {
        return schedule.paused()
                || facts.get(pausing(schedule.job())).filter(PAUSED::equals).isPresent();
    }

    private static String pausing(Job job) {
        return "schedule of " + job.label();
    }

    private Line line(Schedule schedule, Map<String, LastRun> last) {
        var paused = paused(schedule);
        return new Line(
                schedule.job().label(),
                schedule.cron(),
                schedule.zone().getID(),
                paused,
                paused
                        ? null
                        : schedule.next(clock.instant()).map(Instant::toString).orElse(null),
                began(schedule, last).map(Instant::toString).orElse(null));
    }

    private Map<String, LastRun> lastRuns() {
        return runs.last(RunReport.Status.COMPLETE.label());
    }

    private static Optional<Instant> began(Schedule schedule, Map<String, LastRun> last) {
        return Optional.ofNullable(last.get(schedule.job().label())).map(LastRun::began);
    }
}
