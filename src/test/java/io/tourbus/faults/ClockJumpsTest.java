package io.tourbus.faults;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.job.JobRunningException;
import io.tourbus.run.RunReport;
import io.tourbus.state.State;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import io.tourbus.testing.TestClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs during which the clock of the machine is set. */
class ClockJumpsTest extends SandboxTest {

    private static final String LATER = "{\"error\":{\"status\":429,\"message\":\"API rate limit exceeded\"}}";

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 60, 30, 20);
    }

    @AfterEach
    void close() {
        sandbox.servers().ticketmaster().faults().release();
    }

    /** The clock of the machine, with a jump. */
    private static final class JumpingClock extends Clock {

        private final Duration jump;
        private final BooleanSupplier jumped;

        JumpingClock(Duration jump, BooleanSupplier jumped) {
            this.jump = jump;
            this.jumped = jumped;
        }

        @Override
        public Instant instant() {
            return jumped.getAsBoolean() ? Instant.now().plus(jump) : Instant.now();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Tourbus counts in UTC");
        }
    }

    /** The clock jumps after some requests to Spotify. */
    private void jump(String by) {
        sandbox.clock(new JumpingClock(
                Duration.parse(by), () -> sandbox.servers().spotify().seen().size() >= 3));
    }

    private boolean isWaiting() {
        return sandbox.servers().spotify().seen().stream()
                .anyMatch(request -> request.status() == 429
                        && request.at().isBefore(Instant.now().minusMillis(300)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "P1D"})
    void aRunContinuesAndDeliversEverythingOnce(String by) throws IOException {
        jump(by);

        var report = sandbox.run("daily");

        assertThat(report.status()).as("%s", report.notes()).isEqualTo(COMPLETE);
        assertThat(sandbox.landed(report))
                .doesNotHaveDuplicates()
                .containsAll(sandbox.expectedIds().values().stream()
                        .flatMap(ids -> ids.stream())
                        .toList());
        assertThat(sandbox.streamed()).doesNotHaveDuplicates().hasSameSizeAs(sandbox.landed(report));
        assertThat(sandbox.keys()).filteredOn(key -> key.endsWith(".gz")).allMatch(key -> key.contains(day(report)));
    }

    private static String day(RunReport report) {
        var id = report.runId();
        return "/year=%s/month=%s/day=%s/".formatted(id.substring(0, 4), id.substring(4, 6), id.substring(6, 8));
    }

    @Test
    void aPauseGetsNoLongerWhenTheClockIsSetBack() {
        sandbox.servers().spotify().faults().answer(1, "/v1/search", 429, LATER, "Retry-After", "1");
        sandbox.clock(new JumpingClock(Duration.ofHours(-1), this::isWaiting));

        assertThat(CompletableFuture.supplyAsync(() -> sandbox.run("artist-refresh")))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .extracting(RunReport::status)
                .isEqualTo(COMPLETE);
    }

    @Test
    void requestsOfTheDayStillCountWhenTheClockIsSetBack() {
        jump("-PT1H");

        var report = sandbox.run("daily");

        try (var state =
                State.open("jdbc:h2:file:" + folder.resolve("state/state").toAbsolutePath(), "", "")) {
            var counted = Stream.of("spotify", "ticketmaster")
                    .mapToLong(
                            source -> state.usage().day(source, Instant.now()).used())
                    .sum();
            assertThat(counted).isEqualTo(report.sum("requests"));
        }
    }

    @Test
    void aJobThatRunsIsNotStartedASecondTimeADayLater() throws IOException {
        var clock = new TestClock();
        sandbox.clock(clock).set("tourbus.http.response-timeout-millis", "300000");
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");

        try (var tourbus = sandbox.start()) {
            var first = CompletableFuture.supplyAsync(() -> tourbus.run("venue-refresh"));
            Awaitility.await().until(() -> faults.hanging() == 1);
            clock.advance(Duration.ofDays(1));

            assertThatThrownBy(() -> tourbus.run("venue-refresh")).isInstanceOf(JobRunningException.class);

            faults.release();
            assertThat(first).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void runsOfTheSameInstantHaveDifferentNamesAndAStoppedClockBlocksNothing() throws IOException {
        sandbox.clock(Clock.fixed(Instant.now(), ZoneOffset.UTC));
        var first = sandbox.run("venue-refresh");
        var once = sandbox.keys();

        var second = sandbox.run("venue-refresh");

        assertThat(first.runId().substring(0, 16)).isEqualTo(second.runId().substring(0, 16));
        assertThat(sandbox.keys()).hasSize(2 * once.size()).containsAll(once);
    }
}
