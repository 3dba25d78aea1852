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
 * The settings {@code tourbus.jobs.*} that are about schedules.
 *
 * @param schedules one for each job with a schedule
 * @param enabled {@code tourbus.jobs.scheduled}
 * @param jitter the longest random delay of a scheduled job
 */
public record ScheduleSettings(
        List<Schedule> schedules, boolean enabled, Duration jitter, Misfire misfire, boolean catchUp) {

    /** How Quartz handles a fire time that it misses by over a minute, because the job was running or the machine was busy. */
    public enum Misfire {
        /** Fires once as soon as possible, no matter how many fire times were missed. */
        FIRE_ONCE(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW),
        /** Waits for the next fire time. */
        SKIP(CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);

        private final int instruction;

        Misfire(int instruction) {
            this.instruction = instruction;
        }

        /** The constant of Quartz. */
        public int instruction() {
            return instruction;
        }
    }

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

    private static Schedule schedule(Settings settings, Job job, TimeZone zone) {
        return new Schedule(
                job,
                settings.required("tourbus.jobs.%s.cron".formatted(job.label())),
                zone,
                settings.flag("tourbus.jobs.%s.paused".formatted(job.label())));
    }

    /** @throws java.util.NoSuchElementException if the job is not {@linkplain Job#scheduled() scheduled} */
    public Schedule forJob(Job job) {
        return schedules.stream()
                .filter(schedule -> schedule.job() == job)
                .findFirst()
                .orElseThrow();
    }

    /** A copy of a trigger with the given schedule and the misfire handling of these settings. */
    CronTrigger updatedTrigger(CronTrigger trigger, Schedule schedule, Instant start) {
        var cron = CronScheduleBuilder.cronSchedule(schedule.cron()).inTimeZone(schedule.zone());
        return trigger.getTriggerBuilder()
                .startAt(Date.from(start))
                .withSchedule(ZonedCronTrigger.schedule(
                        misfire == Misfire.FIRE_ONCE
                                ? cron.withMisfireHandlingInstructionFireAndProceed()
                                : cron.withMisfireHandlingInstructionDoNothing()))
                .build();
    }
}
