package io.tourbus.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.State;
import io.tourbus.state.TimeSpan;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of the runs of the daily job. The clock stands at Monday, 02:00 UTC, when that is due. */
class AlertDetectorTest {

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final List<String> told = new ArrayList<>();
    private Duration horizon = Duration.ofDays(365);
    private AlertOutbox book;
    private ScheduleSettings times;
    private Schedules schedules;
    private AlertDetector watch;
    private int runs;

    @BeforeEach
    void begin() {
        begin(new String[0]);
    }

    /** As a process that begins now, on the same database. */
    private void begin(String... overrides) {
        var settings = Settled.with(overrides);
        var alerts = AlertSettings.read(settings);
        times = ScheduleSettings.read(settings);
        settings.check();
        book = new AlertOutbox(state.facts(), alerts.lease(), clock);
        schedules = new Schedules(() -> times, state.runs(), state.facts(), clock);
        watch = new AlertDetector(
                alerts, () -> RunSettings.read(settings), () -> times, schedules, state.runs(), book, clock);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aCauseIsToldOnceByWhateverProcessUntilItIsOver() {
        ran(Status.FAILED);
        ran(Status.FAILED);
        begin();
        ran(Status.FAILED);
        ran(Status.PARTIAL);
        ran(Status.COMPLETE);
        ran(Status.COMPLETE);
        ran(Status.FAILED);

        assertThat(told()).containsExactly("failed", "partial", "well", "failed");
    }

    @Test
    void whatIsNotAskedForIsNotTold() {
        begin("tourbus.alerts.on", "failed");
        ran(Status.PARTIAL);
        ran(Status.COMPLETE);

        begin("tourbus.alerts.on", "");
        ran(Status.FAILED);

        assertThat(told()).isEmpty();
    }

    @Test
    void aSampleAndARunThatAnotherProcessGoesOnWithAreNotTold() {
        watch.onRunEnded(report(begun(), Status.PARTIAL));
        begin("tourbus.run.limit", "10");
        ran(Status.PARTIAL);

        assertThat(told()).isEmpty();
    }

    @Test
    void whatNobodyTookIsToldLaterInItsOrderAndByOneAlone() {
        ran(Status.FAILED);
        ran(Status.COMPLETE);
        var first = book.due();
        assertThat(first).extracting(Alert::alert).containsExactly("failed", "well");
        assertThat(book.due()).as("by another process").isEmpty();

        assertThatThrownBy(() -> book.deliveryFailed(first.get(0), new AlertNotAcceptedException("HTTP status 404")))
                .isInstanceOf(AlertNotAcceptedException.class);
        clock.advance(Duration.ofSeconds(59));
        assertThat(told()).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(told()).containsExactly("failed", "well");
    }

    @Test
    void whoDiesWhileTellingLeavesItToOthers() {
        ran(Status.FAILED);
        assertThat(book.due()).hasSize(1);

        clock.advance(Duration.ofSeconds(75));

        assertThat(told()).containsExactly("failed");
    }

    @Test
    void aJobIsLateWhenItHasNotBegunAnHourAfterItsTimeAndNoMoreWhenItBegins() {
        ran(Status.COMPLETE);
        clock.advance(Duration.ofHours(24 + 1));
        watch.checkSchedules();
        assertThat(told()).doesNotContain("late");

        clock.advance(Duration.ofSeconds(1));
        watch.checkSchedules();
        watch.checkSchedules();
        assertThat(book.stateOf(Job.DAILY).pending())
                .singleElement()
                .satisfies(late -> assertThat(late.text())
                        .contains(
                                "daily is late",
                                "It should have begun at 2026-11-24T02:00:00Z.",
                                "began at 2026-11-23T02:00:00Z"));
        begin();
        watch.checkSchedules();
        assertThat(told().stream().filter("late"::equals)).hasSize(1);

        begun();
        watch.checkSchedules();
        assertThat(told()).endsWith("well");
    }

    @Test
    void aJobIsWaitedForByAnEditedScheduleSinceItWasEdited() {
        ran(Status.COMPLETE);
        clock.advance(Duration.ofHours(20));
        watch.checkSchedules();
        times = ScheduleSettings.read(Settled.with("tourbus.jobs.daily.cron", "0 0 * * * ?"));

        watch.checkSchedules();
        clock.advance(Duration.ofMinutes(90));
        watch.checkSchedules();
        assertThat(told()).isEmpty();

        clock.advance(Duration.ofMinutes(90));
        watch.checkSchedules();
        assertThat(told()).containsExactly("late");
    }

    @Test
    void aJobThatIsPausedIsNotLate() {
        ran(Status.COMPLETE);
        begin("tourbus.jobs.daily.paused", "true");
        clock.advance(Duration.ofHours(30));

        watch.checkSchedules();

        assertThat(told()).isEmpty();
    }

    @Test
    void aJobThatWasPausedIsWaitedForSinceItIsNoMore() {
        ran(Status.COMPLETE);
        schedules.pause(Job.DAILY);
        clock.advance(Duration.ofHours(30));
        watch.checkSchedules();
        schedules.resume(Job.DAILY);

        clock.advance(Duration.ofHours(1));
        watch.checkSchedules();
        assertThat(told()).isEmpty();

        clock.advance(Duration.ofHours(20));
        watch.checkSchedules();
        assertThat(told()).containsExactly("late");
    }

    @Test
    void aCatalogueThatHasShrunkIsComparedWithWhatItWasUntilItHasGrownAgain() {
        found("US", 100, "GB", 100);
        found("US", 90, "GB", 70);
        assertThat(told()).as("by 20 %").isEmpty();

        found("US", 50, "GB", 70);
        assertThat(book.stateOf(Job.DAILY).pending())
                .singleElement()
                .satisfies(shrunk ->
                        assertThat(shrunk.text()).contains("ticketmaster events: 120, were 160 (25 % fewer)"));
        found("US", 50, "GB", 70);
        assertThat(told()).containsExactly("shrunk");

        found("US", 80, "GB", 70);
        assertThat(told()).containsExactly("shrunk", "well");
    }

    @Test
    void whatHasBeenSoForAWeekIsWhatThereIs() {
        found("US", 100);
        found("US", 10);
        clock.advance(Duration.ofDays(8));
        found("US", 10);
        found("US", 5);

        assertThat(told()).containsExactly("shrunk", "shrunk");
    }

    @Test
    void aRunThatWantedLessIsNotTakenForShrinkage() {
        found("US", 100, "GB", 100);
        found("US", 90);
        found("US", 90, "GB", 90, "DE", 5);
        horizon = Duration.ofDays(30);
        found("US", 9, "GB", 9);
        horizon = Duration.ofDays(365);
        found("FR", 3);

        assertThat(told()).isEmpty();
    }

    /** The causes of all that has been told so far of the daily job. */
    private List<String> told() {
        book.due().forEach(alert -> {
            if (alert.job().equals("daily")) {
                told.add(alert.alert());
            }
            book.delivered(alert);
        });
        return told;
    }

    private void ran(Status status) {
        ended(report(begun(), status));
    }

    private void found(Object... entities) {
        var queries = new ArrayList<QueryLine>();
        for (int i = 0; i < entities.length; i += 2) {
            var unique = (int) entities[i + 1];
            queries.add(new QueryLine(
                    "ticketmaster", "events", "events " + entities[i], unique, unique, unique, false, true, Map.of()));
        }
        ended(report(begun(), Status.COMPLETE, queries.toArray(QueryLine[]::new)));
    }

    private void ended(RunReport report) {
        state.runs().end(report.runId(), report.status().label(), report.json(), clock.instant());
        watch.onRunEnded(report);
    }

    private String begun() {
        var id = "run%02d".formatted(++runs);
        state.runs()
                .begin(
                        id,
                        "daily",
                        clock.instant(),
                        new TimeSpan(clock.instant(), clock.instant().plus(horizon)),
                        TestState.ASKED);
        return id;
    }

    private RunReport report(String id, Status status, QueryLine... queries) {
        return new RunReport(
                id, "daily", status, clock.instant().toString(), 1_000, List.of(), Arrays.asList(queries), List.of());
    }
}
