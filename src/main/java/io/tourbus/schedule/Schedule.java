package io.tourbus.schedule;

import io.tourbus.job.Job;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.TriggerKey;

/**
 * When a job runs.
 *
 * @param cron a Quartz expression: second, minute, hour, day, month, weekday
 * @param zone the time zone of the expression
 * @param paused whether the settings pause the job
 */
public record Schedule(Job job, String cron, TimeZone zone, boolean paused) {

    /** The first fire time after the given time. Empty if the job is paused, or if the expression never fires again. */
    public Optional<Instant> next(Instant after) {
        return paused ? Optional.empty() : fireTimeAfter(after);
    }

    /** The fire time that was missed after the last one. Empty if the job is on time or paused. */
    public Optional<Instant> overdue(Instant last, Instant now) {
        return next(last).filter(due -> due.isBefore(now));
    }

    /** The number of fire times after {@code after}, up to and including {@code until}. Ignores a pause. */
    public long countFires(Instant after, Instant until) {
        var fires = 0L;
        for (var next = fireTimeAfter(after);
                next.isPresent() && !next.get().isAfter(until);
                next = fireTimeAfter(next.get())) {
            fires++;
        }
        return fires;
    }

    private Optional<Instant> fireTimeAfter(Instant after) {
        try {
            return FireTimes.parse(cron, zone).next(after);
        } catch (ParseException e) {
            throw new IllegalStateException("The cron expression of %s is not valid: %s".formatted(job, cron), e);
        }
    }

    /** The key of the Quartz trigger, as in {@code routes/schedules.camel.yaml}. */
    TriggerKey triggerKey() {
        return TriggerKey.triggerKey(job.label(), "tourbus");
    }
}
