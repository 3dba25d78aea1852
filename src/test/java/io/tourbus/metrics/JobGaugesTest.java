package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunRegistry;
import io.tourbus.run.RunSettings;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock starts on Monday, 02:00 UTC, when the daily job is due. */
class JobGaugesTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final Set<String> paused = new HashSet<>();

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aJobIsLateAfterItsScheduledTime() {
        run("daily", "partial");
        clock.advance(Duration.ofDays(1));
        measure();

        assertThat(late("daily")).isZero();
        clock.advance(Duration.ofMinutes(10));
        measure();
        assertThat(late("daily")).isEqualTo(600);
        assertThat(successAge("daily")).isNaN();
    }

    @Test
    void latenessOfAJobThatHasNeverRunCountsFromTheStart() {
        measure();
        assertThat(late("hourly")).isZero();

        clock.advance(Duration.ofMinutes(61));

        assertThat(late("hourly")).isEqualTo(60);
    }

    @Test
    void aPausedJobIsNeverLate() {
        measure("tourbus.jobs.hourly.paused", "true");

        clock.advance(Duration.ofDays(1));

        assertThat(late("hourly")).isZero();
    }

    @Test
    void aPausedJobIsNotLateUntilItIsResumed() {
        run("daily", "complete");
        measure();
        clock.advance(Duration.ofDays(2));

        paused.add("daily");
        assertThat(late("daily")).isZero();

        paused.clear();
        assertThat(late("daily")).isPositive();
    }

    @Test
    void reportsTheAgeOfTheLastCompleteRun() {
        run("daily", "complete");
        measure();
        assertThat(successAge("daily")).isZero();

        clock.advance(Duration.ofMinutes(5));

        assertThat(successAge("daily")).isEqualTo(300);
        assertThat(successAge("hourly")).isNaN();
    }

    @Test
    void countsRunsWhoseProcessDied() {
        var now = clock.instant();
        state.runs().begin("run", "daily", now, new TimeSpan(now, now.plusSeconds(1)), TestState.FINGERPRINT);

        measure();

        assertThat(gauge(Metric.JOB_DIED, "daily")).isEqualTo(1);
        assertThat(gauge(Metric.JOB_DIED, "hourly")).isZero();
    }

    /** Simulates a new process. */
    private void measure(String... settings) {
        registry.clear();
        var runs = RunSettings.read(Settled.with());
        var runRegistry = new RunRegistry(state, () -> runs, clock);
        var runManager = new RunManager(
                Map.of(), List.of(), List.of(), () -> runs, new GapTracker(state.gaps()), runRegistry, clock);
        new Meters(registry, clock)
                .measure(
                        new DefaultCamelContext(),
                        runManager,
                        List.of(),
                        Map.of(),
                        state,
                        () -> ScheduleSettings.read(Settled.with(settings)),
                        job -> !paused.contains(job),
                        () -> 0);
    }

    private void run(String job, String status) {
        var now = clock.instant();
        state.runs().begin(job, job, now, new TimeSpan(now, now.plusSeconds(1)), TestState.FINGERPRINT);
        state.runs().end(job, status, "{}", now);
    }

    private double late(String job) {
        return gauge(Metric.JOB_LATE, job);
    }

    private double successAge(String job) {
        return gauge(Metric.JOB_SUCCESS_AGE, job);
    }

    private double gauge(Metric metric, String job) {
        return registry.get(metric.series.id()).tag("job_name", job).gauge().value();
    }
}
