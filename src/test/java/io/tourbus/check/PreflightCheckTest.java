package io.tourbus.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.Modules;
import io.tourbus.check.PreflightCheck.Finding;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import io.tourbus.testing.Webhook;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreflightCheckTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 10, 10, 10);
    }

    @Test
    void findsNothingWrongAndLeavesNothingBehind() throws IOException {
        var findings = PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), false);

        assertThat(findings).allMatch(finding -> finding.outcome() == Outcome.OK);
        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly(
                        "settings",
                        "state",
                        "routes",
                        "spotify",
                        "ticketmaster",
                        "clock",
                        "bucket concert-data-raw",
                        "stream concert-data-stream",
                        "daily",
                        "hourly",
                        "artist-refresh",
                        "venue-refresh");
        assertThat(sandbox.keys()).isEmpty();
        assertThat(sandbox.streamed()).isEmpty();
    }

    @Test
    void reportsASourceThatDoesNotRespond() {
        sandbox.set("tourbus.ticketmaster.base-url", "http://127.0.0.1:1/discovery/v2")
                .set("tourbus.retry.attempts", "0");

        var findings = PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), false);

        assertWrong(findings, "ticketmaster", "The connection to 127.0.0.1:1 was refused");
    }

    @Test
    void reportsEachProblemWithARemedyAndRunsTheOtherTests() {
        sandbox.set("tourbus.ticketmaster.api-key", "wrong-key")
                .set("tourbus.lake.bucket", "nowhere")
                .set("tourbus.stream.name", "none");

        var findings = PreflightCheck.run(
                Modules.STANDARD, sandbox.overrides(), Clock.offset(Clock.systemUTC(), Duration.ofHours(1)), false);

        assertWrong(findings, "ticketmaster", "check tourbus.ticketmaster.api-key");
        assertWrong(findings, "bucket nowhere", "does not exist");
        assertWrong(findings, "stream none", "or correct tourbus.stream.name");
        assertThat(findings)
                .filteredOn(finding -> finding.outcome() == Outcome.OK)
                .extracting(Finding::what)
                .contains("spotify", "routes", "daily");
        assertThat(findings).noneMatch(finding -> finding.found().contains("wrong-key"));
    }

    @Test
    void sendsATestAlertOnRequest() throws IOException {
        try (var webhook = new Webhook()) {
            sandbox.set("tourbus.alerts.to", webhook.address()).set("tourbus.retry.backoff-seconds", "0.01");
            assertThat(PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), true))
                    .filteredOn(finding -> finding.what().equals("alerts"))
                    .singleElement()
                    .matches(finding -> finding.outcome() == Outcome.OK, "is OK");
            assertThat(webhook.causes("none")).containsExactly("trial");

            webhook.answerWith(404);
            var findings = PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), true);
            assertWrong(findings, "alerts", "tourbus.alerts.to does not accept the test alert: HTTP status 404");
        }
    }

    @Test
    void reportsAllInvalidSettingsWithoutSendingRequests() {
        sandbox.set("tourbus.retry.attempts", "many")
                .set("tourbus.lake.encryption", "rot13")
                .set("tourbus.jobs.hourly.cron", "0 0 25 * * ?")
                .set("tourbus.alerts.on", "failed,never");

        assertThat(PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), false))
                .filteredOn(finding -> finding.outcome() == Outcome.WRONG)
                .extracting(Finding::what)
                .containsExactly("settings", "settings", "settings", "settings");
        assertThat(sandbox.servers().ticketmaster().seen()).isEmpty();
    }

    private static void assertWrong(List<Finding> findings, String what, String found) {
        assertThat(findings)
                .filteredOn(finding -> finding.what().equals(what))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.WRONG);
                    assertThat(finding.found()).contains(found);
                });
    }
}
