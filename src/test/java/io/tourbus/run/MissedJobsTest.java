package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.job.Job;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock stands at Monday, 02:00 UTC, when the daily job is due. */
class MissedJobsTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aJobThatHasNeverRunHasMissedNothing() {
        assertThat(schedules().missed()).isEmpty();
    }

    @Test
    void aJobIsMissedFromItsNextTimeOn() {
        ran(Job.DAILY);
        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(schedules().missed()).isEmpty();

        clock.advance(Duration.ofSeconds(1));

        assertThat(schedules().missed()).containsExactly("daily");
        ran(Job.DAILY);
        assertThat(schedules().missed()).isEmpty();
    }

    @Test
    void missedStartsOfPausedJobsAreNotCaughtUp() {
        ran(Job.DAILY);
        clock.advance(Duration.ofDays(3));

        assertThat(schedules("tourbus.jobs.daily.paused", "true").missed()).isEmpty();
        assertThat(schedules("tourbus.jobs.catch-up", "false").missed()).isEmpty();
    }

    @Test
    void allAreListedWithTheirNextTimeAndTheirLastRun() {
        ran(Job.DAILY);

        assertThat(schedules("tourbus.jobs.hourly.paused", "true").all())
                .startsWith(
                        new Schedules.Line(
                                "daily", "0 0 2 * * ?", "UTC", false, "2026-11-24T02:00:00Z", "2026-11-23T02:00:00Z"),
                        new Schedules.Line("hourly", "0 0 * * * ?", "UTC", true, null, null));
    }

    private void ran(Job job) {
        var now = clock.instant();
        state.runs()
                .begin(job + " " + now, job.label(), now, new TimeSpan(now, now.plusSeconds(1)), TestState.FINGERPRINT);
    }

    private Schedules schedules(String... overrides) {
        return new Schedules(
                () -> ScheduleSettings.read(Settled.with(overrides)), state.runs(), state.keyValues(), clock);
    }
}
