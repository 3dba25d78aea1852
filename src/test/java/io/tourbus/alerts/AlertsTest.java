package io.tourbus.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.TourbusContext;
import io.tourbus.app.settings.EffectiveSettings;
import io.tourbus.run.RunReport.Status;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.testing.Logged;
import io.tourbus.testing.MBeans;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.Webhook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts that a webhook receives while Tourbus serves. Each test uses a different job. */
class AlertsTest {

    private static final TestClock CLOCK = new TestClock();

    @TempDir
    private static Path folder;

    private static Webhook webhook;
    private static SandboxContext sandbox;
    private static TourbusContext tourbus;

    private final Logged logged = new Logged();

    @BeforeAll
    static void open() throws IOException {
        webhook = new Webhook();
        sandbox = new SandboxContext(folder, 5, 5, 5)
                .set("tourbus.alerts.to", webhook.address())
                .set("tourbus.alerts.timeout-seconds", "0.3")
                .set("tourbus.retry.attempts", "0")
                .set("tourbus.jobs.scheduled", "true")
                .set("tourbus.jobs.catch-up", "false")
                .set("tourbus.management.enabled", "false")
                .set("alerts.millis", "50")
                .clock(CLOCK);
        for (var job : List.of("daily", "hourly", "venue-refresh")) {
            sandbox.set("tourbus.jobs.%s.paused".formatted(job), "true");
        }
        tourbus = sandbox.serve();
    }

    @AfterAll
    static void close() {
        tourbus.close();
        sandbox.close();
        webhook.close();
    }

    @AfterEach
    void reset() {
        logged.close();
        webhook.hang(false);
        webhook.answerWith(200);
        sandbox.servers().ticketmaster().faults().clear();
    }

    @Test
    void sendsOneAlertForAFailureAndOneForTheRecovery() {
        reject("/venues");
        var failed = tourbus.run("venue-refresh");
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(tourbus.run("venue-refresh").status()).isEqualTo(Status.FAILED);
        sandbox.servers().ticketmaster().faults().clear();
        assertThat(tourbus.run("venue-refresh").status()).isEqualTo(Status.COMPLETE);

        await().until(() -> webhook.causes("venue-refresh").size() == 2);
        assertThat(webhook.causes("venue-refresh")).containsExactly("failed", "well");
        var alert = webhook.taken("venue-refresh").get(0);
        assertThat(alert.path("run_id").asText()).isEqualTo(failed.runId());
        assertThat(alert.path("text").asText())
                .startsWith("Tourbus: venue-refresh failed\nRun %s started at ".formatted(failed.runId()))
                .contains(
                        "Ticketmaster", "`tourbus report %s`".formatted(failed.runId()), "`tourbus run venue-refresh`");
        assertThat(webhook.headers())
                .extracting(headers -> headers.get("Content-type"))
                .containsOnly(List.of("application/json; charset=utf-8"));
    }

    @Test
    void retriesAFailingEndpointWithoutAffectingRunsOrExposingItsAddress() throws Exception {
        reject("/events");
        webhook.hang(true);
        assertThat(tourbus.run("hourly").status()).isEqualTo(Status.FAILED);
        await().until(() -> warned("reason=no response within 0.3 s"));
        webhook.hang(false);
        webhook.answerWith(404);
        CLOCK.advance(Duration.ofMinutes(1));
        await().until(() -> warned("reason=HTTP status 404"));
        assertThat(webhook.taken("hourly")).isEmpty();
        assertThat(MBeans.all()).noneMatch(line -> line.contains(Webhook.SECRET));
        webhook.answerWith(200);
        CLOCK.advance(Duration.ofMinutes(2));
        await().until(() -> !webhook.taken("hourly").isEmpty());

        assertThat(webhook.causes("hourly")).containsExactly("failed");
        assertThat(logged.lines()).noneMatch(line -> line.contains(Webhook.SECRET));
        assertThat(EffectiveSettings.read(sandbox.overrides()).lines())
                .filteredOn(line -> line.key().equals("tourbus.alerts.to"))
                .extracting(EffectiveSettings.Line::value)
                .containsExactly("(hidden)");
    }

    @Test
    void sendsAnAlertWhenAJobIsLateAndOneWhenItStarts() {
        tourbus.run("artist-refresh");
        CLOCK.advance(Duration.ofDays(8));
        await().until(() -> !webhook.taken("artist-refresh").isEmpty());
        tourbus.run("artist-refresh");
        await().until(() -> webhook.taken("artist-refresh").size() == 2);

        assertThat(webhook.causes("artist-refresh")).containsExactly("late", "well");
    }

    @Test
    void doesNotStartIfTheComponentOfTheAddressIsNotAvailable() {
        var other = sandbox.overrides(
                "tourbus.alerts.to",
                "smpt://someone:hush-hush@example.com",
                "tourbus.state.folder",
                folder.resolve("other").toString());

        assertThatThrownBy(() -> new TourbusContext(other, CLOCK).start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "tourbus.alerts.to starts with the name of a Camel component that is not available")
                .hasMessageNotContaining("hush");
    }

    private boolean warned(String reason) {
        return logged.warnings().contains("alert not delivered, will be retried job=hourly cause=failed " + reason);
    }

    private static void reject(String path) {
        sandbox.servers().ticketmaster().faults().answer(1_000, path, 400, "{}");
    }
}
