package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tourbus.run.RunReport.Status;
import io.tourbus.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of runs and schedules reaches a webhook. */
class AlertsTest {

    @TempDir
    private Path folder;

    private final Logged logged = new Logged();
    private Webhook webhook;
    private SandboxBus sandbox;

    @BeforeEach
    void open() throws IOException {
        webhook = new Webhook();
        sandbox = new SandboxBus(folder, 5, 5, 5)
                .set("tourbus.alerts.to", webhook.address())
                .set("tourbus.alerts.timeout-seconds", "0.5")
                .set("tourbus.retry.attempts", "0")
                .set("alerts.millis", "50");
    }

    @AfterEach
    void close() {
        logged.close();
        sandbox.close();
        webhook.close();
    }

    @Test
    void aRunThatFailsIsToldOnceHoweverOftenItFailsAndTourbusStartsAndThenThatItIsWellAgain() {
        refuseVenues();
        var failed = sandbox.run("venue-refresh");
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(webhook.causes()).containsExactly("venue-refresh failed");
        var alert = webhook.taken().get(0);
        assertThat(alert.path("run_id").asText()).isEqualTo(failed.runId());
        assertThat(alert.path("text").asText())
                .startsWith("Tourbus: venue-refresh failed\nRun %s began at ".formatted(failed.runId()))
                .contains(
                        "Ticketmaster", "`tourbus report %s`".formatted(failed.runId()), "`tourbus run venue-refresh`");
        assertThat(webhook.types()).containsOnly("application/json; charset=utf-8");

        try (var bus = sandbox.start()) {
            assertThat(bus.run("venue-refresh").status()).isEqualTo(Status.FAILED);
            sandbox.servers().ticketmaster().faults().clear();
            assertThat(bus.run("venue-refresh").status()).isEqualTo(Status.COMPLETE);
        }
        assertThat(webhook.causes()).containsExactly("venue-refresh failed", "venue-refresh well");
    }

    @Test
    void anEndpointThatTakesNothingHurtsNoRunAndIsTriedAgainLaterAndItsAddressIsSeenByNobody() throws Exception {
        refuseVenues();
        webhook.hang(true);
        var hung = sandbox.run("venue-refresh");
        webhook.hang(false);
        webhook.answerWith(404);
        sandbox.clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
        sandbox.set("tourbus.jobs.scheduled", "true").set("tourbus.jobs.catch-up", "false");
        try (var bus = sandbox.serve()) {
            await().until(() -> logged.warnings().stream().anyMatch(line -> line.endsWith("reason=HTTP status 404")));
            assertThat(bus.progress()).isEmpty();
            assertThat(MBeans.all()).noneMatch(line -> line.contains(Webhook.SECRET));
        }

        assertThat(hung.status()).isEqualTo(Status.FAILED);
        assertThat(webhook.taken()).isEmpty();
        assertThat(logged.warnings())
                .contains(
                        "alert not delivered, tried again later job=venue-refresh cause=failed reason=no answer within 0.5 s");
        sandbox.clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
        webhook.answerWith(200);
        try (var bus = sandbox.serve()) {
            await().until(() -> !webhook.taken().isEmpty());
            assertThat(bus.progress()).isEmpty();
        }
        assertThat(webhook.causes()).containsExactly("venue-refresh failed");
        assertThat(logged.lines()).noneMatch(line -> line.contains(Webhook.SECRET));
        assertThat(SettingsInForce.of(sandbox.overlay()).lines())
                .filteredOn(line -> line.key().equals("tourbus.alerts.to"))
                .extracting(SettingsInForce.Line::value)
                .containsExactly("(hidden)");
    }

    @Test
    void aJobThatDoesNotBeginIsToldWhileTourbusServes() {
        sandbox.run("venue-refresh");
        sandbox.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(8)))
                .set("tourbus.jobs.scheduled", "true")
                .set("tourbus.jobs.catch-up", "false");

        try (var bus = sandbox.serve()) {
            await().until(() -> !webhook.taken().isEmpty());
            bus.run("venue-refresh");
            await().until(() -> webhook.taken().size() == 2);
        }

        assertThat(webhook.causes()).containsExactly("venue-refresh late", "venue-refresh well");
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void anAddressThatCamelDoesNotTakeIsTheOneThingThatIsNotSaidOfIt() {
        sandbox.set("tourbus.alerts.to", "smpt://someone:hush-hush@example.com");
        assertThatThrownBy(sandbox::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tourbus.alerts.to begins with no component of Camel that is there")
                .hasMessageNotContaining("hush");

        sandbox.set("tourbus.alerts.to", "log:alerts?levle=hush-hush");
        assertThatThrownBy(sandbox::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tourbus.alerts.to is no endpoint that Camel takes")
                .hasMessageContaining("levle")
                .hasMessageNotContaining("hush");
    }

    private void refuseVenues() {
        sandbox.servers().ticketmaster().faults().answer(1_000, "/venues", 400, "{}");
    }
}
