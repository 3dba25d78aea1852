package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tourbus.run.RunReport.Status;
import io.tourbus.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of runs and schedules reaches a webhook. */
class AlertsTest {

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
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
    void aRunThatFailsIsToldOnceAndThenThatItIsWellAgain() {
        refuseVenues();
        try (var bus = sandbox.start()) {
            var failed = bus.run("venue-refresh");
            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(bus.run("venue-refresh").status()).isEqualTo(Status.FAILED);
            assertThat(webhook.causes()).containsExactly("venue-refresh failed");
            var alert = webhook.taken().get(0);
            assertThat(alert.path("run_id").asText()).isEqualTo(failed.runId());
            assertThat(alert.path("text").asText())
                    .startsWith("Tourbus: venue-refresh failed\nRun %s began at ".formatted(failed.runId()))
                    .contains(
                            "Ticketmaster",
                            "`tourbus report %s`".formatted(failed.runId()),
                            "`tourbus run venue-refresh`");
            assertThat(webhook.types()).containsOnly("application/json; charset=utf-8");

            sandbox.servers().ticketmaster().faults().clear();
            assertThat(bus.run("venue-refresh").status()).isEqualTo(Status.COMPLETE);
        }
        assertThat(webhook.causes()).containsExactly("venue-refresh failed", "venue-refresh well");
    }

    @Test
    void anEndpointThatTakesNothingHurtsNoRunAndIsTriedAgainLaterAndItsAddressIsSeenByNobody() throws Exception {
        refuseVenues();
        webhook.hang(true);
        try (var bus = serve()) {
            assertThat(bus.run("venue-refresh").status()).isEqualTo(Status.FAILED);
            await().until(() -> warned("reason=no answer within 0.5 s"));
            webhook.hang(false);
            webhook.answerWith(404);
            clock.advance(Duration.ofMinutes(1));
            await().until(() -> warned("reason=HTTP status 404"));
            assertThat(MBeans.all()).noneMatch(line -> line.contains(Webhook.SECRET));
            assertThat(webhook.taken()).isEmpty();
            webhook.answerWith(200);
            clock.advance(Duration.ofMinutes(2));
            await().until(() -> !webhook.taken().isEmpty());
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
        try (var bus = serve()) {
            bus.run("venue-refresh");
            clock.advance(Duration.ofDays(8));
            await().until(() -> !webhook.taken().isEmpty());
            bus.run("venue-refresh");
            await().until(() -> webhook.taken().size() == 2);
        }

        assertThat(webhook.causes()).containsExactly("venue-refresh late", "venue-refresh well");
        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void nothingStartsWithAnAddressThatNoComponentIsThereFor() {
        sandbox.set("tourbus.alerts.to", "smpt://someone:hush-hush@example.com");
        assertThatThrownBy(sandbox::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tourbus.alerts.to begins with no component of Camel that is there")
                .hasMessageNotContaining("hush");
    }

    private boolean warned(String reason) {
        return logged.warnings()
                .contains("alert not delivered, tried again later job=venue-refresh cause=failed " + reason);
    }

    /** The other jobs have nothing to say. */
    private Bus serve() {
        for (var job : List.of("daily", "hourly", "artist-refresh")) {
            sandbox.set("tourbus.jobs.%s.paused".formatted(job), "true");
        }
        return sandbox.set("tourbus.jobs.scheduled", "true")
                .set("tourbus.jobs.catch-up", "false")
                .clock(clock)
                .serve();
    }

    private void refuseVenues() {
        sandbox.servers().ticketmaster().faults().answer(1_000, "/venues", 400, "{}");
    }
}
