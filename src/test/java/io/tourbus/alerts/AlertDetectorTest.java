package io.tourbus.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.job.Job;
import io.tourbus.run.ResumableRuns.DiedRun;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts about the daily job. The clock starts on Monday, 02:00 UTC, when the job is due. */
class AlertDetectorTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final List<String> sent = new ArrayList<>();
    private Duration horizon = Duration.ofDays(365);
    private AlertOutbox outbox;
    private ScheduleSettings scheduleSettings;
    private Schedules schedules;
    private AlertDetector detector;
    private int runs;

    @BeforeEach
    void start() {
        startProcess();
    }

    /** Simulates a new process on the same database. */
    private void startProcess(String... overrides) {
        var settings = Settled.with(overrides);
        var alerts = AlertSettings.read(settings);
        scheduleSettings = ScheduleSettings.read(settings);
        settings.check();
        outbox = new AlertOutbox(state.keyValues(), alerts.lease(), clock);
        schedules = new Schedules(() -> scheduleSettings, state.runs(), state.keyValues(), clock);
        detector = new AlertDetector(
                alerts,
                () -> RunSettings.read(settings),
                () -> scheduleSettings,
                schedules,
                state.runs(),
                outbox,
                clock);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void sendsEachCauseOnceUntilItIsResolvedAlsoAfterARestart() {
        runEnds(Status.FAILED);
        runEnds(Status.FAILED);
        startProcess();
        runEnds(Status.FAILED);
        runEnds(Status.PARTIAL);
        runEnds(Status.COMPLETE);
        runEnds(Status.COMPLETE);
        runEnds(Status.FAILED);

        assertThat(sent()).containsExactly("failed", "partial", "well", "failed");
    }

    @Test
    void aRunResolvesOnlyWhatItCovered() {
        var artists = new QueryLine("spotify", "artists", "pop", 1, 1, 1, false, true, Map.of(), 0);
        var events = new QueryLine("ticketmaster", "events", "events US", 1, 1, 1, false, true, Map.of(), 0);
        var missing =
                new QueryLine("ticketmaster", "events", "events US", 2, 1, 1, false, false, Map.of("us", "500"), 0);
        end(report(startRun(), Status.PARTIAL, artists, missing));

        end(report(startRun(), Status.COMPLETE, artists));
        assertThat(sent()).as("the source with missing data was not read").containsExactly("partial");
        end(report(startRun(), Status.PARTIAL, artists, missing));
        end(report(startRun(), Status.COMPLETE, events));

        assertThat(sent()).containsExactly("partial", "well");
    }

    @Test
    void raisesOnlyTheConfiguredCauses() {
        startProcess("tourbus.alerts.on", "failed");
        runEnds(Status.PARTIAL);
        runEnds(Status.COMPLETE);

        startProcess("tourbus.alerts.on", "");
        runEnds(Status.FAILED);

        assertThat(sent()).isEmpty();
    }

    @Test
    void ignoresRunsWithALimitAndRunsThatAreNotEnded() {
        detector.onRunEnded(report(startRun(), Status.PARTIAL));
        startProcess("tourbus.run.limit", "10");
        runEnds(Status.PARTIAL);

        assertThat(sent()).isEmpty();
    }

    @Test
    void retriesUndeliveredAlertsInOrderByOneProcessOnly() {
        runEnds(Status.FAILED);
        runEnds(Status.COMPLETE);
        var first = outbox.due();
        assertThat(first).extracting(Alert::alert).containsExactly("failed", "well");
        assertThat(outbox.due()).as("by another process").isEmpty();

        assertThatThrownBy(() -> outbox.deliveryFailed(first.get(0), new AlertNotAcceptedException("HTTP status 404")))
                .isInstanceOf(AlertNotAcceptedException.class);
        clock.advance(Duration.ofSeconds(59));
        assertThat(sent()).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(sent()).containsExactly("failed", "well");
    }

    @Test
    void alertsOfACrashedProcessAreDueAgainAfterTheLease() {
        runEnds(Status.FAILED);
        assertThat(outbox.due()).hasSize(1);

        clock.advance(Duration.ofSeconds(75));

        assertThat(sent()).containsExactly("failed");
    }

    @Test
    void aRunWhoseProcessDiedIsReportedOnceUntilARunOfItsJobEnds() {
        var died = new DiedRun(startRun(), "daily", clock.instant(), Optional.of("tourbus.run.resume-died is false"));
        detector.onRunDied(died);
        detector.onRunDied(died);
        assertThat(outbox.stateOf(Job.DAILY).pending())
                .singleElement()
                .satisfies(alert -> assertThat(alert.text())
                        .contains(
                                "daily was interrupted",
                                died.runId(),
                                "does not resume it: tourbus.run.resume-died is false.",
                                "`tourbus resume`"));

        runEnds(Status.PARTIAL);

        assertThat(sent()).containsExactly("died", "well", "partial");
    }

    @Test
    void aJobIsLateFromOneHourAfterItsTimeUntilItStarts() {
        runEnds(Status.COMPLETE);
        clock.advance(Duration.ofHours(24 + 1));
        detector.checkSchedules();
        assertThat(sent()).doesNotContain("late");

        clock.advance(Duration.ofSeconds(1));
        detector.checkSchedules();
        detector.checkSchedules();
        assertThat(outbox.stateOf(Job.DAILY).pending())
                .singleElement()
                .satisfies(late -> assertThat(late.text())
                        .contains(
                                "daily is late",
                                "It should have started at 2026-11-24T02:00:00Z.",
                                "started at 2026-11-23T02:00:00Z"));
        startProcess();
        detector.checkSchedules();
        assertThat(sent().stream().filter("late"::equals)).hasSize(1);

        startRun();
        detector.checkSchedules();
        assertThat(sent()).endsWith("well");
    }

    @Test
    void anEditOfTheScheduleRestartsTheCountOfLateness() {
        runEnds(Status.COMPLETE);
        clock.advance(Duration.ofHours(20));
        detector.checkSchedules();
        scheduleSettings = ScheduleSettings.read(Settled.with("tourbus.jobs.daily.cron", "0 0 * * * ?"));

        detector.checkSchedules();
        clock.advance(Duration.ofMinutes(90));
        detector.checkSchedules();
        assertThat(sent()).isEmpty();

        clock.advance(Duration.ofMinutes(90));
        detector.checkSchedules();
        assertThat(sent()).containsExactly("late");
    }

    @Test
    void aPausedJobIsNotLate() {
        runEnds(Status.COMPLETE);
        startProcess("tourbus.jobs.daily.paused", "true");
        clock.advance(Duration.ofHours(30));

        detector.checkSchedules();

        assertThat(sent()).isEmpty();
    }

    @Test
    void theEndOfAPauseRestartsTheCountOfLateness() {
        runEnds(Status.COMPLETE);
        schedules.pause(Job.DAILY);
        clock.advance(Duration.ofHours(30));
        detector.checkSchedules();
        schedules.resume(Job.DAILY);

        clock.advance(Duration.ofHours(1));
        detector.checkSchedules();
        assertThat(sent()).isEmpty();

        clock.advance(Duration.ofHours(20));
        detector.checkSchedules();
        assertThat(sent()).containsExactly("late");
    }

    @Test
    void comparesAShrunkCatalogueWithTheRunBeforeTheDropUntilItRecovers() {
        completeRunFinds("US", 100, "GB", 100);
        completeRunFinds("US", 90, "GB", 70);
        assertThat(sent()).as("20 % fewer").isEmpty();

        completeRunFinds("US", 50, "GB", 70);
        assertThat(outbox.stateOf(Job.DAILY).pending())
                .singleElement()
                .satisfies(shrunk ->
                        assertThat(shrunk.text()).contains("ticketmaster events: 120 instead of 160 (25 % fewer)"));
        completeRunFinds("US", 50, "GB", 70);
        assertThat(sent()).containsExactly("shrunk");

        completeRunFinds("US", 80, "GB", 70);
        assertThat(sent()).containsExactly("shrunk", "well");
    }

    @Test
    void queriesWithSkippedRequestsAreNotCompared() {
        var all = new QueryLine("spotify", "tracks", "top tracks", 100, 100, 100, false, true, Map.of(), 0);
        var some = new QueryLine("spotify", "tracks", "top tracks", 10, 10, 10, false, true, Map.of(), 9);

        end(report(startRun(), Status.COMPLETE, all));
        end(report(startRun(), Status.COMPLETE, some));
        assertThat(sent()).isEmpty();

        end(report(
                startRun(),
                Status.COMPLETE,
                new QueryLine("spotify", "tracks", "top tracks", 9, 9, 9, false, true, Map.of(), 0)));
        assertThat(sent()).containsExactly("shrunk");
    }

    @Test
    void theLowerNumberBecomesTheBaselineAfterAWeek() {
        completeRunFinds("US", 100);
        completeRunFinds("US", 10);
        clock.advance(Duration.ofDays(8));
        completeRunFinds("US", 10);
        completeRunFinds("US", 5);

        assertThat(sent()).containsExactly("shrunk", "shrunk");
    }

    @Test
    void vanishedEntitiesRaiseAnAlertIfThatIsTurnedOn() {
        runFindsVanished(3);
        assertThat(sent()).as("by default").isEmpty();

        startProcess("tourbus.alerts.on", "vanished");
        runFindsVanished(3);
        assertThat(sent()).containsExactly("vanished");
        runFindsVanished(0);
        assertThat(sent()).containsExactly("vanished", "well");
    }

    private void runFindsVanished(long entities) {
        var line = new RunReport.Line("ticketmaster", "events", Map.of("vanished", entities), Map.of(), Map.of());
        end(new RunReport(
                startRun(),
                "daily",
                Status.COMPLETE,
                clock.instant().toString(),
                1_000,
                List.of(line),
                List.of(),
                List.of(),
                null));
    }

    @Test
    void aRunWithFewerQueriesOrDatesIsNotShrunk() {
        completeRunFinds("US", 100, "GB", 100);
        completeRunFinds("US", 90);
        completeRunFinds("US", 90, "GB", 90, "DE", 5);
        horizon = Duration.ofDays(30);
        completeRunFinds("US", 9, "GB", 9);
        horizon = Duration.ofDays(365);
        completeRunFinds("FR", 3);

        assertThat(sent()).isEmpty();
    }

    /** Sends what is due, and returns the causes of all alerts about the daily job that were sent so far. */
    private List<String> sent() {
        outbox.due().forEach(alert -> {
            if (alert.job().equals("daily")) {
                sent.add(alert.alert());
            }
            outbox.delivered(alert);
        });
        return sent;
    }

    private void runEnds(Status status) {
        end(report(startRun(), status));
    }

    private void completeRunFinds(Object... entities) {
        var queries = new ArrayList<QueryLine>();
        for (int i = 0; i < entities.length; i += 2) {
            var unique = (int) entities[i + 1];
            queries.add(new QueryLine(
                    "ticketmaster",
                    "events",
                    "events " + entities[i],
                    unique,
                    unique,
                    unique,
                    false,
                    true,
                    Map.of(),
                    0));
        }
        end(report(startRun(), Status.COMPLETE, queries.toArray(QueryLine[]::new)));
    }

    private void end(RunReport report) {
        state.runs().end(report.runId(), report.status().label(), report.json(), clock.instant());
        detector.onRunEnded(report);
    }

    private String startRun() {
        var id = "run%02d".formatted(++runs);
        state.runs()
                .begin(
                        id,
                        "daily",
                        clock.instant(),
                        new TimeSpan(clock.instant(), clock.instant().plus(horizon)),
                        TestState.FINGERPRINT);
        return id;
    }

    private RunReport report(String id, Status status, QueryLine... queries) {
        return new RunReport(
                id,
                "daily",
                status,
                clock.instant().toString(),
                1_000,
                List.of(),
                Arrays.asList(queries),
                List.of(),
                null);
    }
}
