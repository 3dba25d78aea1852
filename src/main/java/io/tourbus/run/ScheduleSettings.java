package io.tourbus.run;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;

/**
 * When jobs run.
 *
 * @param fire whether schedules fire in this process
 * @param jitter the longest time that a fire is put off
 * @param misfire what becomes of fires that are late
 * @param catchUp whether jobs are run at the start that should have run before
 */
public record ScheduleSettings(
        List<Schedule> schedules, boolean fire, Duration jitter, Misfire misfire, boolean catchUp) {

    public static ScheduleSettings read(Settings settings) {
        var zone = zone(settings);
        return new ScheduleSettings(
                Arrays.stream(Job.values())
                        .filter(Job::scheduled)
                        .map(job -> schedule(settings, job, zone))
                        .toList(),
                settings.flag("tourbus.jobs.scheduled"),
                Duration.ofSeconds(settings.number("tourbus.jobs.jitter-seconds", 0, 3_600)),
                misfire(settings),
                settings.flag("tourbus.jobs.catch-up"));
    }

    /** That of a job which is {@linkplain Job#scheduled() scheduled}. */
    public Schedule of(Job job) {
        return schedules.stream()
                .filter(schedule -> schedule.job() == job)
                .findFirst()
                .orElseThrow();
    }

    /** A trigger that fires from a time on as the settings say, in place of one of the same job. */
    public CronTrigger renewed(CronTrigger trigger, Schedule schedule, Instant from) {
        var cron = CronScheduleBuilder.cronSchedule(schedule.cron()).inTimeZone(schedule.zone());
        return trigger.getTriggerBuilder()
                .startAt(Date.from(from))
                .withSchedule(misfire.in(cron))
                .build();
    }

    private static TimeZone zone(Settings settings) {
        var name = settings.required("tourbus.jobs.time-zone");
        var zone = TimeZone.getTimeZone(name);
        if (!name.equals("GMT") && zone.getID().equals("GMT")) {
            settings.unfit("tourbus.jobs.time-zone", name, "a time zone such as UTC or Europe/Berlin");
        }
        return zone;
    }

    private static Schedule schedule(Settings settings, Job job, TimeZone zone) {
        var key = "tourbus.jobs.%s.cron".formatted(job.label());
        var cron = settings.text(key).orElse("");
        if (!CronExpression.isValidExpression(cron)) {
            settings.unfit(key, cron, "second minute hour day month weekday, such as 0 0 2 * * ?");
        }
        return new Schedule(job, cron, zone, settings.flag("tourbus.jobs.%s.paused".formatted(job.label())));
    }

    private static Misfire misfire(Settings settings) {
        var label = settings.text("tourbus.jobs.misfire").orElse("");
        settings.oneOf("tourbus.jobs.misfire", label, Misfire.labels());
        return Arrays.stream(Misfire.values())
                .filter(misfire -> misfire.label().equals(label))
                .findFirst()
                .orElse(Misfire.FIRE_ONCE);
    }
}
