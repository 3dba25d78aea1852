package io.tourbus.run;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.TourbusContext;
import io.tourbus.job.JobRunningException;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that overlap in one process, as with schedules. */
class OverlappingRunsTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 60, 30, 100);
        sandbox.set("tourbus.http.response-timeout-millis", "300000");
    }

    @AfterEach
    void close() {
        sandbox.servers().ticketmaster().faults().release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void allRunsAreCompleteWithAnyNumberOfParallelSlices(String slicesAtOnce) {
        sandbox.set("tourbus.spotify.slices-at-once", slicesAtOnce)
                .set("tourbus.ticketmaster.slices-at-once", slicesAtOnce);

        try (var tourbus = sandbox.start()) {
            var runs = Stream.of("daily", "hourly", "artist-refresh", "venue-refresh")
                    .map(job -> begin(tourbus, job))
                    .toList();

            assertThat(runs)
                    .allSatisfy(run -> assertThat(run)
                            .succeedsWithin(60, SECONDS)
                            .extracting(RunReport::status)
                            .isEqualTo(COMPLETE));
        }
    }

    @Test
    void aJobThatRunsIsNotStartedASecondTime() {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/events");

        try (var tourbus = sandbox.start()) {
            var first = begin(tourbus, "hourly");
            await().until(() -> faults.hanging() == 1);

            assertThatThrownBy(() -> tourbus.run("hourly"))
                    .isInstanceOf(JobRunningException.class)
                    .hasMessageStartingWith("hourly is running already: run ");

            faults.release();
            assertThat(first)
                    .succeedsWithin(60, SECONDS)
                    .extracting(RunReport::status)
                    .isEqualTo(COMPLETE);
            assertThat(tourbus.run("hourly").status()).isEqualTo(COMPLETE);
        }
    }

    @Test
    void aRunWaitsOnlyForItsOwnConcerts() {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/events");

        try (var tourbus = sandbox.start()) {
            var hourly = begin(tourbus, "hourly");
            await().until(() -> faults.hanging() == 1);

            assertThat(begin(tourbus, "daily"))
                    .succeedsWithin(60, SECONDS)
                    .extracting(RunReport::status)
                    .isEqualTo(COMPLETE);
            assertThat(hourly).isNotDone();

            faults.release();
            assertThat(hourly)
                    .succeedsWithin(60, SECONDS)
                    .extracting(RunReport::status)
                    .isEqualTo(COMPLETE);
        }
    }

    private static CompletableFuture<RunReport> begin(TourbusContext tourbus, String job) {
        var run = new CompletableFuture<RunReport>();
        var thread = new Thread(() -> run.completeAsync(() -> tourbus.run(job), Runnable::run), job);
        thread.setDaemon(true);
        thread.start();
        return run;
    }
}
