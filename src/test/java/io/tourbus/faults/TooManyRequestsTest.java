package io.tourbus.faults;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.FAILED;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs against an API that refuses requests because of its rate or quota. */
class TooManyRequestsTest extends SandboxTest {

    private static final String SPIKE =
            "{\"fault\":{\"faultstring\":\"Spike arrest violation\",\"detail\":{\"errorcode\":\"policies.ratelimit.SpikeArrestViolation\"}}}";
    private static final String QUOTA =
            "{\"fault\":{\"faultstring\":\"Rate limit quota violation. Quota limit  exceeded. Identifier : sandbox-key\",\"detail\":{\"errorcode\":\"policies.ratelimit.QuotaViolation\"}}}";
    private static final String LIMITED = "{\"error\":{\"status\":429,\"message\":\"API rate limit exceeded\"}}";

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 120, 60, 20);
    }

    @Test
    void retryAfterIsHonouredAndNothingIsLost() throws IOException {
        sandbox.servers().spotify().faults().answer(1, "/v1/search", 429, LIMITED, "Retry-After", "2");

        var report = sandbox.run("artist-refresh");

        assertThat(report.status()).isEqualTo(COMPLETE);
        assertThat(sandbox.lines("normalized/artists")).hasSize(120);
        assertThat(report.durationMillis()).isGreaterThanOrEqualTo(2_000);
        assertThat(report.sum("requests")).isEqualTo(7);
    }

    @Test
    void aRetryAfterOfADayEndsTheSource() {
        sandbox.servers().spotify().faults().answer(100, "/v1/search", 429, LIMITED, "Retry-After", "86400");

        var report = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("spotify:") && note.contains("86400 s"));
        assertThat(report.durationMillis()).isLessThan(30_000);
        assertThat(ticketmasterRecords(report)).isEqualTo(80);
    }

    @Test
    void aRunWaitsForASpikeArrestAndNotForTheDailyQuota() {
        sandbox.servers().ticketmaster().faults().answer(1, "/events", 429, SPIKE);
        assertThat(sandbox.run("hourly").status()).isEqualTo(COMPLETE);

        sandbox.servers().ticketmaster().faults().answer(1, "/events", 429, QUOTA);
        var report = sandbox.run("hourly");

        assertThat(report.status())
                .as("partial, or failed if the quota ended before the first page arrived")
                .isIn(PARTIAL, FAILED);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("policies.ratelimit.QuotaViolation") && note.contains("is used up"))
                .noneMatch(note -> note.contains("Identifier"));
    }

    @Test
    void noRequestIsSentUntilAUsedUpQuotaResetsEvenAfterARestart() {
        sandbox.servers().ticketmaster().faults().answer(1, "/events", 429, QUOTA);
        sandbox.run("hourly");
        var requests = sandbox.servers().ticketmaster().seen().size();

        var report = sandbox.run("daily");

        assertThat(sandbox.servers().ticketmaster().seen()).hasSize(requests);
        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith("ticketmaster:") && note.contains("not called again before"));
        assertThat(report.lines().get(0).count("lake_records")).isEqualTo(120);
        assertThat(report.queries())
                .filteredOn(query -> query.source().equals("ticketmaster"))
                .isNotEmpty()
                .noneMatch(RunReport.QueryLine::complete);
    }

    @Test
    void pagesReceivedBeforeTheQuotaWasUsedUpAreDelivered() throws IOException {
        sandbox.close();
        sandbox = new SandboxContext(folder, 10, 10, 200);
        sandbox.servers().ticketmaster().faults().answer(1, "page=2", 429, QUOTA);

        var report = sandbox.set("tourbus.ticketmaster.page-size", "20")
                .set("tourbus.ticketmaster.slices-at-once", "1")
                .set("tourbus.ticketmaster.countries", "US")
                .run("daily");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(sandbox.lines("normalized/concerts")).hasSize(40);
        assertThat(report.sum("missing")).isPositive();
        assertThat(report.queries())
                .filteredOn(query -> !query.complete())
                .anySatisfy(query -> assertThat(query.unique()).isEqualTo(40).isLessThan(query.reportedTotal()));
    }

    private static long ticketmasterRecords(RunReport report) {
        return report.lines().stream()
                .filter(line ->
                        line.source().equals("ticketmaster") && !line.entity().equals("artists"))
                .mapToLong(line -> line.count("lake_records"))
                .sum();
    }
}
