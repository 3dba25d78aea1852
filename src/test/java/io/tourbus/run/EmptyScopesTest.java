package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport.Status;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cities, states, search terms and dates that match nothing. */
class EmptyScopesTest extends SandboxTest {

    private static final String REMARK = "; if this is correct, set tourbus.run.allow-empty=true";

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 10, 40, 300)
                .set("tourbus.run.allow-empty", "false")
                .set("tourbus.run.only", "ticketmaster")
                .set("tourbus.ticketmaster.countries", "US,DE")
                .set("tourbus.ticketmaster.cities", "New York,Atlantis,Lemuria:DE");
    }

    @Test
    void emptyScopesAreNamedAndTheFirstRunIsPartial() {
        var first = sandbox.set("tourbus.ticketmaster.states", "NY,ZZ:DE").run("daily");

        assertThat(first.status()).isEqualTo(Status.PARTIAL);
        assertThat(found(first))
                .containsExactly(
                        "ticketmaster: found nothing for: venues in ZZ:DE, events in Atlantis, events in Lemuria:DE"
                                + REMARK);
        assertThat(first.notes()).as("the cause is the first note").hasSizeGreaterThan(1);
        assertThat(first.notes().get(0)).endsWith(REMARK);
        assertThat(first.sum("missing")).isZero();

        var second = sandbox.run("daily");
        assertThat(second.status()).as("the same was found before").isEqualTo(Status.COMPLETE);
        assertThat(found(second))
                .containsExactly(
                        "ticketmaster: found nothing for: venues in ZZ:DE, events in Atlantis, events in Lemuria:DE");
        assertThat(sandbox.set("tourbus.ticketmaster.cities", "New York,Atlantic")
                        .run("daily")
                        .status())
                .as("another city")
                .isEqualTo(Status.PARTIAL);
    }

    @Test
    void aSettingAllowsThem() {
        var report = sandbox.set("tourbus.run.allow-empty", "true").run("daily");

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(found(report))
                .containsExactly("ticketmaster: found nothing for: events in Atlantis, events in Lemuria:DE");
    }

    @Test
    void aScopeThatBecomesEmptyIsNamed() {
        sandbox.set("tourbus.ticketmaster.cities", "New York").set("tourbus.ticketmaster.undated", "false");
        assertThat(sandbox.run("daily").status()).isEqualTo(Status.COMPLETE);
        var server = sandbox.servers().ticketmaster();
        List.copyOf(server.eventIds()).forEach(server::remove);

        var report = sandbox.run("daily");

        assertThat(report.sum("vanished")).isPositive();
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(found(report)).containsExactly("ticketmaster: found nothing for: events in New York" + REMARK);
    }

    @Test
    void pastDatesAreNamed() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        sandbox.set("tourbus.ticketmaster.cities", "New York")
                .set("tourbus.run.since", now.minus(3_650, ChronoUnit.DAYS).toString())
                .set("tourbus.run.until", now.minus(3_600, ChronoUnit.DAYS).toString());

        var report = sandbox.run("backfill");

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(found(report))
                .containsExactly(
                        "ticketmaster: found nothing for: events in New York; the dates of the run are in the past"
                                + REMARK);
    }

    @Test
    void aSearchTermIsAScope() {
        sandbox.set("tourbus.run.only", "spotify").set("tourbus.spotify.search-terms", "%s,qqqqzzzz".formatted("jazz"));

        var report = sandbox.run("daily");

        assertThat(found(report)).containsExactly("spotify: found nothing for: artists matching qqqqzzzz" + REMARK);
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
    }

    @Test
    void aCityWithoutEventsInTheNextDaysIsNotNamed() {
        sandbox.set("tourbus.ticketmaster.cities", "New York");
        assertThat(sandbox.run("daily").status()).isEqualTo(Status.COMPLETE);
        var server = sandbox.servers().ticketmaster();
        List.copyOf(server.eventIds()).forEach(server::remove);

        var report = sandbox.run("hourly");

        assertThat(report.sum("fetched")).isZero();
        assertThat(report.status()).isEqualTo(Status.COMPLETE);
    }

    private static List<String> found(RunReport report) {
        return report.notes().stream()
                .filter(note -> note.contains("found nothing"))
                .toList();
    }
}
