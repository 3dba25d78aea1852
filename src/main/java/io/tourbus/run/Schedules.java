package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.state.KnownRun;
import io.tourbus.state.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    private final ScheduleSettings settings;
    private final Runs runs;
    private final Clock clock;

    public Schedules(ScheduleSettings settings, Runs runs, Clock clock) {
        this.settings = settings;
        this.runs = runs;
        this.clock = clock;
    }

    /** All jobs that have a schedule. */
    public List<Line> all() {
        var now = clock.instant();
        return settings.schedules().stream()
                .map(schedule -> line(schedule, now))
                .toList();
    }

    /**
     * The jobs that should have run since they last did, if the settings say that this is made up for. One that has never run
     * is none of them: who starts Tourbus for the first time has missed nothing.
     */
    public List<String> missed() {
        var now = clock.instant();
        return settings.schedules().stream()
                .filter(schedule -> settings.catchUp())
                .filter(schedule -> lastRun(schedule)
                        .flatMap(schedule::next)
                        .filter(due -> !due.isAfter(now))
                        .isPresent())
                .map(schedule -> schedule.job().label())
                .toList();
    }

    private Line line(Schedule schedule, Instant now) {
        return new Line(
                schedule.job().label(),
                schedule.cron(),
                schedule.zone().getID(),
                schedule.paused(),
                schedule.next(now).map(Instant::toString).orElse(null),
                lastRun(schedule).map(Instant::toString).orElse(null));
    }

    private Optional<Instant> lastRun(Schedule schedule) {
        return runs.latest(Optional.of(schedule.job().label()), 1).stream()
                .map(KnownRun::started)
                .findFirst();
    }
}
