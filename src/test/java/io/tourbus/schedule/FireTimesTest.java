package io.tourbus.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;

/** The fire times of a year with both changes of daylight saving time, of the schedule and of the Quartz trigger. */
class FireTimesTest {

    private static final Instant START = Instant.parse("2026-12-31T23:59:59Z");
    private static final Instant END = Instant.parse("2027-12-31T23:59:59Z");

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "UTC"})
    void firesOnceInEveryElapsedHour(String zone) {
        assertThat(year("0 0 * * * ?", zone))
                .containsExactlyElementsOf(Stream.iterate(START.plusSeconds(1), at -> at.plus(Duration.ofHours(1)))
                        .limit(365 * 24)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        // skipped in spring: the next existing instant
        "Europe/Berlin, 0 0 2 * * ?, 2027-03-28T01:00:00Z",
        "Europe/Berlin, 0 30 2 * * ?, 2027-03-28T01:00:00Z",
        "America/New_York, 0 0 2 * * ?, 2027-03-14T07:00:00Z",
        "America/New_York, 0 30 2 * * ?, 2027-03-14T07:00:00Z",
        // twice in autumn: the first one
        "Europe/Berlin, 0 30 2 * * ?, 2027-10-31T00:30:00Z",
        "America/New_York, 0 30 1 * * ?, 2027-11-07T05:30:00Z"
    })
    void firesOnceADay(String zone, String cron, Instant expected) {
        var day = expected.atZone(TimeZone.getTimeZone(zone).toZoneId()).toLocalDate();

        var fires = year(cron, zone);

        assertThat(fires).hasSize(365);
        assertThat(fires)
                .filteredOn(at -> at.atZone(TimeZone.getTimeZone(zone).toZoneId())
                        .toLocalDate()
                        .equals(day))
                .containsExactly(expected);
    }

    @Test
    void firesOnceForSeveralSkippedTimes() {
        assertThat(year("0 0/30 2 28 3 ?", "Europe/Berlin")).containsExactly(Instant.parse("2027-03-28T01:00:00Z"));
    }

    @Test
    void firesInBothPassesOfTheRepeatedHour() {
        assertThat(schedule("0 0 * * * ?", "Europe/Berlin").next(Instant.parse("2027-10-30T23:30:00Z")))
                .contains(Instant.parse("2027-10-31T00:00:00Z"));
    }

    private static List<Instant> year(String cron, String zone) {
        var schedule = schedule(cron, zone);
        var fires = new ArrayList<Instant>();
        for (var at = schedule.next(START); at.isPresent() && !at.get().isAfter(END); at = schedule.next(at.get())) {
            fires.add(at.get());
        }
        assertThat(triggered(cron, zone)).containsExactlyElementsOf(fires);
        return fires;
    }

    private static List<Instant> triggered(String cron, String zone) {
        var trigger = (CronTriggerImpl) TriggerBuilder.newTrigger()
                .startAt(Date.from(START))
                .withSchedule(ZonedCronTrigger.schedule(
                        CronScheduleBuilder.cronSchedule(cron).inTimeZone(TimeZone.getTimeZone(zone))))
                .build()
                .getTriggerBuilder()
                .build();
        var fires = new ArrayList<Instant>();
        for (var at = trigger.computeFirstFireTime(null);
                at != null && !at.toInstant().isAfter(END);
                at = trigger.getNextFireTime()) {
            fires.add(at.toInstant());
            trigger.triggered(null);
        }
        return fires;
    }

    private static Schedule schedule(String cron, String zone) {
        return new Schedule(Job.of("hourly"), cron, TimeZone.getTimeZone(zone), false);
    }
}
