package io.tourbus.schedule;

import io.tourbus.job.Job;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When a job runs.
 *
 * @param cron of Quartz: second minute hour day month weekday
 * @param zone that the expression is meant in
 * @param paused whether it does not run for now
 */
public record Schedule(Job job, String cron, TimeZone zone, boolean paused) {

    /** When it fires first after a time, to the second; empty while it is paused, and when it never does again. */
    public Optional<Instant> next(Instant after) {
        return paused ? Optional.empty() : due(after);
    }

    /** When it should have fired, and has not; empty while it is in time or paused. */
    public Optional<Instant> overdue(Instant last, Instant now) {
        return next(last).filter(due -> due.isBefore(now));
    }

    /** How often it fires after a given time, up to another one, were it not paused. */
    public long fires(Instant after, Instant until) {
        var fires = 0L;
        for (var next = due(after); next.isPresent() && !next.get().isAfter(until); next = due(next.get())) {
            fires++;
        }
        return fires;
    }

    private Optional<Instant> due(Instant after) {
        try {
            var expression = new CronExpression(cron);
            expression.setTimeZone(zone);
            return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
                    .map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalStateException("settings are checked before they are used", e);
        }
    }
}
