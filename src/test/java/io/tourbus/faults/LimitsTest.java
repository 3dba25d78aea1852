package io.tourbus.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.app.Modules;
import io.tourbus.preview.Preview;
import io.tourbus.run.RunReport;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.catalogue.Density;
import io.tourbus.sandbox.server.SeenRequest;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.source.error.SourceException;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.Program;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The rate and the number of requests that sources receive. */
class LimitsTest extends SandboxTest {

    private SandboxContext open(int venues, int events, Density density) throws IOException {
        var size = new Catalogue.Size(7, 40, venues, events, LocalDate.now(ZoneOffset.UTC));
        sandbox = new SandboxContext(folder, new Catalogue(size, density));
        return sandbox;
    }

    private TicketmasterServer ticketmaster() {
        return sandbox.servers().ticketmaster();
    }

    @Test
    void slowResponsesDoNotReduceTheRateOfFiveRequestsASecond() throws IOException {
        open(60, 4_000, Density.UNEVEN);
        ticketmaster().faults().latency(Duration.ofMillis(500));

        var report = sandbox.set("tourbus.ticketmaster.millis-per-request", "207")
                .set("tourbus.ticketmaster.countries", "US")
                .run("daily");

        assertThat(report.status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(ticketmaster().seen()).noneMatch(request -> request.status() == 429);
        // One after the other, there would be at most two in any second.
        assertThat(ticketmaster().arrivals().busiestSecond()).isGreaterThanOrEqualTo(4);
        assertThat(ticketmaster().arrivals().perSecond()).isLessThan(6.0);
    }

    @Test
    void aRunAndAPreviewBesideItTogetherSendFiveRequestsASecond() throws Exception {
        open(60, 1_500, Density.UNEVEN);
        sandbox.set("tourbus.ticketmaster.millis-per-request", "207");

        try (var tourbus = sandbox.start();
                var preview = Preview.open(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC())) {
            var run = CompletableFuture.supplyAsync(() -> tourbus.run("venue-refresh"));
            do {
                preview.probe("ticketmaster");
            } while (!run.isDone());
            assertThat(run.get().status()).isEqualTo(RunReport.Status.COMPLETE);
        }

        // Each of them alone can send that many.
        assertThat(ticketmaster().arrivals().requests()).isGreaterThan(10);
        assertThat(ticketmaster().arrivals().perSecond()).isLessThan(6.0);
    }

    @Test
    void aServingProcessAndCommandsBesideItTogetherSendTwoRequestsASecond() throws Exception {
        open(16, 20, Density.EVEN);
        sandbox.set("tourbus.ticketmaster.millis-per-request", "500").set("tourbus.ticketmaster.page-size", "2");
        Map<String, String> settings = new HashMap<>();
        int earlier;

        try (var serve = sandbox.serve(FreePort.find())) {
            sandbox.overrides().values().forEach((key, value) -> settings.put(key.toString(), value.toString()));
            // The first request takes longer, because classes are loaded.
            assertThat(Program.run(settings, "check").out()).contains("ticketmaster");
            earlier = ticketmaster().seen().size();
            var run = CompletableFuture.supplyAsync(() -> serve.run("venue-refresh"));
            do {
                assertThat(Program.run(settings, "check", "--json").out()).contains("ticketmaster");
                assertThat(Program.run(settings, "plan", "venue-refresh").code())
                        .isZero();
            } while (!run.isDone());
            assertThat(run.get().status()).isEqualTo(RunReport.Status.COMPLETE);
            assertThat(run.get().sum("requests"))
                    .as("without those of the commands")
                    .isLessThan(ticketmaster().seen().size());
        }

        var arrivals = ticketmaster().seen().stream()
                .skip(earlier)
                .map(SeenRequest::at)
                .sorted()
                .toList();
        var early = IntStream.range(2, arrivals.size())
                .mapToObj(i -> Duration.between(arrivals.get(i - 2), arrivals.get(i)))
                .filter(between -> between.toMillis() < 600);
        assertThat(arrivals).hasSizeGreaterThan(10);
        // The third request is sent a second after the first one, which can arrive late on a busy machine.
        assertThat(early).hasSizeLessThanOrEqualTo(arrivals.size() / 10);
    }

    @Test
    void aCountryWithManyEventsIsReadCompletelyWithFewRequests() throws IOException {
        open(60, 25_000, Density.UNEVEN.withSameSecond(1_500));

        var report = sandbox.set("tourbus.ticketmaster.countries", "US").run("daily");

        var events = report.queries().stream()
                .filter(query -> query.query().equals("events US"))
                .findFirst()
                .orElseThrow();
        assertThat(report.status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(events.unique()).isEqualTo(events.reportedTotal()).isGreaterThan(12_500);
        assertThat(windows(false)).isLessThanOrEqualTo((long) (1.2 * events.unique() / 200));
        assertThat(windows(true)).as("of one second").isLessThanOrEqualTo(50);
        assertThat(ticketmaster().violations()).isEmpty();
    }

    /** The number of requests for events of a period, which may be a single second. */
    private long windows(boolean second) {
        return ticketmaster().seen().stream()
                .map(SeenRequest::query)
                .filter(query -> query.containsKey("startDateTime"))
                .filter(query -> query.get("startDateTime").equals(query.get("endDateTime")) == second)
                .count();
    }

    @Test
    void aJobUsesItsShareOfTheDailyQuotaAndTheReportNamesIt() throws IOException {
        open(60, 200, Density.EVEN);
        sandbox.set("tourbus.ticketmaster.requests-per-day", "40")
                .set("tourbus.jobs.venue-refresh.share-percent", "10");

        var report = sandbox.run("venue-refresh");

        assertThat(ticketmaster().seen()).hasSize(4);
        assertThat(report.status()).isEqualTo(RunReport.Status.PARTIAL);
        assertThat(report.notes()).anyMatch(note -> note.contains("tourbus.jobs.venue-refresh.share-percent"));
        assertThat(sandbox.run("hourly").sum("requests")).isPositive();
    }

    @Test
    void requestsOfAPreviewBesideARunningProcessCountForBoth() throws IOException {
        open(60, 200, Density.EVEN);
        sandbox.set("tourbus.ticketmaster.requests-per-day", "6");

        try (var tourbus = sandbox.start();
                var preview = Preview.open(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC())) {
            preview.probe("ticketmaster");
            assertThat(tourbus.run("venue-refresh").status()).isEqualTo(RunReport.Status.PARTIAL);

            assertThat(ticketmaster().seen()).hasSize(6);
            assertThatExceptionOfType(SourceException.Blocked.class)
                    .isThrownBy(() -> preview.probe("ticketmaster"))
                    .withMessageContaining("the 6 requests of tourbus.ticketmaster.requests-per-day are used up");
        }
        assertThat(ticketmaster().seen()).hasSize(6);
    }

    @Test
    void requestsOfOtherProgramsWithTheSameKeyCount() throws IOException {
        open(60, 3_000, Density.EVEN);
        sandbox.set("tourbus.ticketmaster.requests-per-day", "5000").set("tourbus.ticketmaster.slices-at-once", "1");
        ticketmaster().quota().usedByOthers(4_990);

        var report = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(RunReport.Status.PARTIAL);
        assertThat(report.notes())
                .anyMatch(note -> note.contains("the 5,000 requests of tourbus.ticketmaster.requests-per-day"));
        assertThat(ticketmaster().seen()).hasSize(10);
        assertThat(ticketmaster().quota().used()).isEqualTo(5_000);
    }

    @Test
    void theHourlyJobRequestsMissingPartsAgain() throws IOException {
        open(60, 3_000, Density.EVEN);
        ticketmaster().faults().answer(8, "/events", 500, "{}");
        sandbox.set("tourbus.retry.attempts", "0").set("tourbus.run.failures-in-a-row", "100");
        var daily = sandbox.run("daily");

        sandbox.run("hourly");
        var again = sandbox.run("hourly");

        assertThat(daily.status()).isEqualTo(RunReport.Status.PARTIAL);
        assertThat(again.status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(sandbox.lines("normalized/concerts").stream()
                        .map(String::new)
                        .map(line -> line.replaceAll(".*\"concert_id\":\"([^\"]+)\".*", "$1"))
                        .distinct())
                .hasSize(3_000);
    }

    @Test
    void limitsCanBeSeenAndChangedOverJmx() throws Exception {
        open(60, 200, Density.EVEN);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        var name = new ObjectName("io.tourbus:type=Source,name=ticketmaster");

        try (var tourbus = sandbox.managed().start()) {
            tourbus.run("venue-refresh");
            var requests = (long) server.getAttribute(name, "RequestsToday");
            server.setAttribute(name, new Attribute("RequestsPerDay", (int) requests));
            server.setAttribute(name, new Attribute("SlicesAtOnce", 2));
            server.setAttribute(name, new Attribute("MillisPerRequest", 3L));

            assertThat(requests).isEqualTo(ticketmaster().seen().size());
            assertThat(server.getAttribute(name, "RequestsLeft")).isEqualTo(0L);
            assertThat(server.getAttribute(name, "SlicesAtOnce")).isEqualTo(2);
            assertThat(tourbus.run("venue-refresh").status())
                    .as("without quota, it delivers nothing")
                    .isEqualTo(RunReport.Status.FAILED);
            assertThat(ticketmaster().seen()).hasSize((int) requests);
        }
    }

    @Test
    void aResponseBeyondALimitFailsItsSliceAndIsNotRetried() throws IOException {
        open(60, 200, Density.EVEN);
        ticketmaster().faults().answer(1, "/venues", 200, "{\"_embedded\":" + "[".repeat(200) + "]".repeat(200) + "}");

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(RunReport.Status.PARTIAL);
        assertThat(report.notes()).anyMatch(note -> note.contains("tourbus.http.max-json-depth"));
        assertThat(sandbox.run("venue-refresh").status()).isEqualTo(RunReport.Status.COMPLETE);
    }
}
