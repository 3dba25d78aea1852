package io.tourbus.run;

import io.tourbus.settings.Settings;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When a job fires. */
public final class Schedule {

    private final CronExpression cron;

    private Schedule(CronExpression cron) {
        this.cron = cron;
    }

    /** That of a job which has one, in settings that have been checked. */
    public static Schedule of(Settings settings, Job job) {
        try {
            var cron = new CronExpression(settings.required("tourbus.jobs.%s.cron".formatted(job.label())));
            cron.setTimeZone(TimeZone.getTimeZone(settings.required("tourbus.jobs.time-zone")));
            return new Schedule(cron);
        } catch (ParseException e) {
            throw new IllegalStateException("settings are checked before they are used", e);
        }
    }

    /** The next time after a given one, to the second; empty when it never fires again. */
    public Optional<Instant> next(Instant after) {
        return Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(after))).map(Date::toInstant);
    }

    /** How often it fires after a given time, up to another one. */
    public long fires(Instant after, Instant until) {
        var fires = 0L;
        for (var next = next(after); next.isPresent() && !next.get().isAfter(until); next = next(next.get())) {
            fires++;
        }
        return fires;
    }
}
