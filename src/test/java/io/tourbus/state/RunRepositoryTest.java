package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.LastRun;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.testing.TestState;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRepositoryTest extends StoreTest {

    private final Instant now = clock.instant();
    private final TimeSpan events = new TimeSpan(now, now.plusSeconds(60));

    @Test
    void aRunIsUnfinishedUntilItHasEnded() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        assertThat(state.runs().unfinished("daily"))
                .contains(new KnownRun(
                        "run1",
                        "daily",
                        now,
                        "died",
                        Optional.empty(),
                        Optional.of(events),
                        Optional.of(TestState.FINGERPRINT),
                        Optional.empty(),
                        0,
                        Optional.empty()));
        assertThat(state.runs().unfinished("hourly")).isEmpty();

        state.runs().end("run1", "complete", "{}", now.plusSeconds(9));
        assertThat(state.runs().unfinished("daily")).isEmpty();
    }

    @Test
    void aRunThatHasNotEndedIsRunningStoppingOrDied() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        assertThat(status("run1")).isEqualTo("died");
        state.runLocks().take("daily", "a process", Duration.ofMinutes(1));
        assertThat(status("run1")).isEqualTo("running");
        state.runs().stopping("run1");
        assertThat(status("run1")).isEqualTo("stopping");
        state.runs().stopped("run1");
        state.runLocks().release("daily", "a process");
        assertThat(status("run1")).isEqualTo("unfinished");

        state.runLocks().take("daily", "a process", Duration.ofMinutes(1));
        state.runs().reopen("run1");
        assertThat(status("run1")).isEqualTo("running");
        assertThat(state.runs().died()).isEmpty();
        state.runLocks().renew("daily", "a process", Duration.ofSeconds(-1));
        assertThat(status("run1")).isEqualTo("died");
        assertThat(state.runs().died())
                .singleElement()
                .satisfies(run -> assertThat(run.deaths()).isZero());
        state.runs().reopen("run1");
        assertThat(state.runs().find("run1").orElseThrow().deaths()).isEqualTo(1);
    }

    @Test
    void aCancelledRunIsResumedAsIfItHadNotEnded() {
        var cancellation = new Cancellation("page", now);
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        assertThat(state.runs().cancel("run1", cancellation)).isTrue();
        assertThat(state.runs().cancel("run1", new Cancellation("JMX", now))).isFalse();
        assertThat(state.runs().cancelled()).isEqualTo(Map.of("run1", cancellation));
        assertThat(status("run1")).as("its process died before it could stop").isEqualTo("cancelled");
        state.runs().end("run1", "cancelled", "{}", now);
        assertThat(state.runs().find("run1").orElseThrow().cancellation()).contains(cancellation);
        assertThat(state.runs().cancelled()).isEmpty();

        state.runs().reopen("run1");

        assertThat(state.runs().unfinished("daily")).get().satisfies(run -> {
            assertThat(run.cancelled()).isFalse();
            assertThat(run.report()).isEmpty();
        });
        state.runs().cancel("run1", cancellation);
        state.runs().begin("run2", "daily", now.plusSeconds(1), events, TestState.FINGERPRINT);
        assertThat(status("run1")).isEqualTo("cancelled");
    }

    private String status(String runId) {
        return state.runs().find(runId).orElseThrow().status();
    }

    @Test
    void aRunMatchesItsFingerprintAndARunOfAnEarlierVersionMatchesAny() throws SQLException {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        var other = TestState.FINGERPRINT.withDates("other dates");
        assertThat(state.runs().unfinished("daily"))
                .get()
                .satisfies(run -> assertThat(run.matches(TestState.FINGERPRINT)).isTrue())
                .satisfies(run -> assertThat(run.matches(other)).isFalse());

        try (var connection = DriverManager.getConnection(url, PostgresCluster.USER, "")) {
            connection.createStatement().execute("UPDATE runs SET asked_dates = NULL, asked_rest = NULL");
        }

        assertThat(state.runs().unfinished("daily"))
                .get()
                .satisfies(run -> assertThat(run.matches(other)).isTrue());
    }

    @Test
    void runsAreListedNewestFirstUntilTheyAreDeleted() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.runs().end("run1", "complete", "{\"a\":1}", now.plusSeconds(9));
        state.runs().begin("run2", "hourly", now.plusSeconds(10), events, TestState.FINGERPRINT);
        state.runs().begin("run3", "daily", now.plusSeconds(20), events, TestState.FINGERPRINT);
        var first = new KnownRun(
                "run1",
                "daily",
                now,
                "complete",
                Optional.of("{\"a\":1}"),
                Optional.of(events),
                Optional.of(TestState.FINGERPRINT),
                Optional.empty(),
                0,
                Optional.empty());
        var last = new KnownRun(
                "run3",
                "daily",
                now.plusSeconds(20),
                "died",
                Optional.empty(),
                Optional.of(events),
                Optional.of(TestState.FINGERPRINT),
                Optional.empty(),
                0,
                Optional.empty());

        assertThat(state.runs().latest(Optional.empty(), 2))
                .extracting(KnownRun::runId)
                .containsExactly("run3", "run2");
        assertThat(state.runs().latest(Optional.of("daily"), 9)).containsExactly(last, first);
        assertThat(state.runs().latest("daily", "complete", 9)).containsExactly(first);
        assertThat(state.runs().find("run1")).contains(first);
        assertThat(state.runs().find("run9")).isEmpty();

        state.runs().forget(now.plusSeconds(10));
        assertThat(state.runs().latest(Optional.empty(), 9))
                .extracting(KnownRun::runId)
                .containsExactly("run3", "run2");
    }

    @Test
    void theLastRunAndTheLastCompleteRunOfEachJobAreKnown() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.runs().end("run1", "complete", "{}", now.plusSeconds(9));
        state.runs().begin("run2", "daily", now.plusSeconds(20), events, TestState.FINGERPRINT);
        state.runs().end("run2", "partial", "{}", now.plusSeconds(29));
        state.runs().begin("run3", "hourly", now.plusSeconds(30), events, TestState.FINGERPRINT);

        assertThat(state.runs().last("complete"))
                .isEqualTo(Map.of(
                        "daily", new LastRun(now.plusSeconds(20), Optional.of(now.plusSeconds(9))),
                        "hourly", new LastRun(now.plusSeconds(30), Optional.empty())));
    }

    @Test
    void aReportMayBeLong() {
        var report = "x".repeat(3 << 20);
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.runs().end("run1", "partial", report, now.plusSeconds(9));

        assertThat(state.runs().find("run1").flatMap(KnownRun::report)).contains(report);
    }

    @Test
    void onlyTheLatestRunOfAJobCanBeUnfinished() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.runs().begin("run2", "daily", now.plusSeconds(1), events, TestState.FINGERPRINT);
        state.runs().end("run2", "partial", "{}", now.plusSeconds(9));

        assertThat(state.runs().unfinished("daily")).isEmpty();
    }

    @Test
    void aRunThatStartedAfterTheClockWasSetBackIsUnfinished() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.runs().end("run1", "complete", "{}", now.plusSeconds(9));
        state.runs().begin("run2", "daily", now.minusSeconds(3_600), events, TestState.FINGERPRINT);

        assertThat(state.runs().unfinished("daily"))
                .get()
                .extracting(KnownRun::runId)
                .isEqualTo("run2");
    }
}
