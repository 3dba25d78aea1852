package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.state.RunOrigin;
import io.tourbus.testing.Settled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunTurnTest {

    private final RunTurn turn = new RunTurn();
    private final RunSettings oneByOne = RunSettings.read(Settled.with("tourbus.run.parallel-jobs", "false"));

    @Test
    void jobsRunAtTheSameTimeByDefault() {
        var parallel = RunSettings.read(Settled.with());
        turn.take(Job.DAILY, parallel);
        assertThatNoException().isThrownBy(() -> turn.take(Job.HOURLY, parallel));
    }

    @Test
    void aScheduledRunWaitsForTheOtherJob() {
        turn.take(Job.DAILY, oneByOne);
        var hourly = new Thread(() -> turn.take(Job.HOURLY, oneByOne), "hourly");
        hourly.start();
        await().until(() -> hourly.getState() == Thread.State.TIMED_WAITING);

        turn.giveBack(Job.DAILY);

        await().until(() -> !hourly.isAlive());
        assertThatExceptionOfType(JobRunningException.class)
                .isThrownBy(() -> turn.take(Job.DAILY, oneByOne.startedBy(RunOrigin.of("api", ""))))
                .withMessageStartingWith("daily cannot start while another job is running (hourly)");
    }

    @Test
    void aRunThatWaitsDoesNotDelayTheEndOfTheProcess() {
        turn.take(Job.DAILY, oneByOne);
        var hourly = CompletableFuture.runAsync(() -> turn.take(Job.HOURLY, oneByOne));
        turn.end();
        assertThat(hourly).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void namesTheSettingsThatHaveChanged() {
        var then = RunSettings.read(Settled.with("tourbus.run.only", "spotify")).origin();
        var now = RunSettings.read(Settled.with()).origin();

        assertThat(RunSettings.differences(then, now))
                .isEqualTo(List.of("tourbus.run.only was 'spotify' and is blank"));
    }
}
