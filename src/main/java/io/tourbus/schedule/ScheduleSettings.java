package io.tourbus.schedule;

import io.tourbus.job.Job;
import io.tourbus.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;

/**
 * The settings {@code tourbus.jobs.*} of schedules.
 *
 * @param fire {@code tourbus.jobs.scheduled}
 */
public record ScheduleSettings(
        List<Schedule> schedules, boolean fire, Duration jitter, Misfire misfire, boolean catchUp) {

    public static ScheduleSettings read(Settings settings) {
        var zone = TimeZone.getTimeZone(settings.required("tourbus.jobs.time-zone"));
        return new ScheduleSettings(
                Arrays.stream(Job.values())
                        .filter(Job::scheduled)
                        .map(job -> schedule(settings, job, zone))
                        .toList(),
                settings.flag("tourbus.jobs.scheduled"),
                Duration.ofSeconds(settings.number("tourbus.jobs.jitter-seconds")),
                settings.choice("tourbus.jobs.misfire", Misfire.class),
                settings.flag("tourbus.jobs.catch-up"));
    }

    /** That of a job which is {@linkplain Job#scheduled() scheduled}. */
    public Schedule forJob(Job job) {
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

    private static Schedule schedule(Settings settings, Job job, TimeZone zone) {
        return new Schedule(
                job,
                settings.required("tourbus.jobs.%s.cron".formatted(job.label())),
                zone,
                settings.flag("tourbus.jobs.%s.paused".formatted(job.label())));
    }
}
