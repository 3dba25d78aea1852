package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content that all candidates deliver from a few events, and the detection of differences. */
class OutputCheckTest {

    private static final int EVENTS = 700;

    @TempDir
    private static Path folder;

    private static BenchServers servers;
    private static Measurement.Round tourbus;
    private static Measurement.Round floor;

    @BeforeAll
    static void runAll() throws Exception {
        servers = BenchServers.of(BenchServers.Offer.plain(EVENTS, 7));
        var properties = Map.of(
                "aws.accessKeyId",
                "bench",
                "aws.secretAccessKey",
                "bench",
                "aws.endpointUrlS3",
                servers.addresses().lake(),
                "aws.endpointUrlKinesis",
                servers.addresses().stream());
        properties.forEach(System::setProperty);
        try {
            tourbus = round(OutputCheckTest::runDaily);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
        floor = round(new Floor(servers.addresses()));
    }

    @AfterAll
    static void close() {
        servers.close();
    }

    @Test
    void tourbusAndTheFloorDeliverTheSameContent() {
        assertThat(OutputCheck.difference(tourbus, floor)).isEmpty();
        assertThat(tourbus.stage().lake().raw().records()).isEqualTo(EVENTS + 400);
        assertThat(OutputCheck.problem(measurements(tourbus, floor))).isEmpty();
    }

    @Test
    void theProgramInPythonDeliversTheSameContent() throws Exception {
        var peer = peer(Candidate.PYTHON);

        assertThat(OutputCheck.problem(measurements(Candidate.PYTHON, peer))).isEmpty();
        assertThat(peer.rounds()).hasSize(1).allSatisfy(round -> {
            assertThat(round.residentBytes()).isGreaterThan(10 << 20);
            assertThat(round.used().cpuSeconds()).isPositive();
            assertThat(round.used().seconds()).isGreaterThan(round.used().cpuSeconds() / 2);
        });
    }

    @Test
    void thePredecessorHasAnObjectForEachEntityAndNoArtists() throws Exception {
        var predecessor = peer(Candidate.PREDECESSOR).cold();

        assertThat(OutputCheck.problem(predecessor)).isEmpty();
        assertThat(predecessor.records()).isEqualTo(EVENTS + 400).isLessThan(floor.records());
        assertThat(predecessor.stage().lake().puts()).isEqualTo(2);
        assertThat(predecessor.stage().apiTraffic().requests()).isGreaterThanOrEqualTo(EVENTS / 13);
    }

    private static Measurement peer(Candidate candidate) throws Exception {
        var python = PythonPeer.find();
        assumeThat(python).as(PythonPeer.MISSING).isPresent();
        return new Processes(folder, List.of(), python, Optional.empty())
                .measurement(candidate, servers.addresses(), List.of(EVENTS));
    }

    @Test
    void differentContentIsReportedInOneLine() {
        var lake = floor.stage().lake();
        var other = new ContentChecksum.Sum(lake.raw().records(), lake.raw().bytes(), "0123456789abcdef");
        var changed = with(new LakeStub.Sum(lake.puts(), lake.bytes(), other, lake.normalized()));

        assertThat(OutputCheck.problem(measurements(tourbus, changed)).orElseThrow())
                .startsWith("(a) and (b) differ: raw lake: 1,100 records with checksum ")
                .endsWith(" and 1,100 with 0123456789abcdef");
    }

    @Test
    void aRecordInOnlyOneSinkIsAProblem() {
        var lake = floor.stage().lake();
        var fewer = new ContentChecksum.Sum(lake.normalized().records() - 1, 0, "");
        var changed = with(new LakeStub.Sum(lake.puts(), lake.bytes(), lake.raw(), fewer));

        assertThat(OutputCheck.problem(changed))
                .contains("700 entities became %,d records in the lake and %,d in the stream"
                        .formatted(floor.records() - 1, floor.records()));
    }

    private static Measurement.Round with(LakeStub.Sum lake) {
        var counts = floor.stage();
        return new Measurement.Round(
                EVENTS,
                floor.used(),
                new BenchServers.Counts(
                        counts.apiTraffic(), counts.lakeTraffic(), counts.streamTraffic(), lake, counts.stream(), 0),
                0,
                0);
    }

    private static Map<Candidate, List<Measurement>> measurements(Measurement.Round one, Measurement.Round other) {
        return Map.of(
                Candidate.TOURBUS, List.of(new Measurement("a", List.of(one))),
                Candidate.FLOOR, List.of(new Measurement("b", List.of(other))));
    }

    private static Map<Candidate, List<Measurement>> measurements(Candidate candidate, Measurement measurement) {
        return Map.of(Candidate.FLOOR, List.of(new Measurement("b", List.of(floor))), candidate, List.of(measurement));
    }

    private static void runDaily() throws IOException {
        var settings = TourbusCrawler.settings(servers.addresses(), folder.resolve("state"));
        settings.put("tourbus.jobs.scheduled", "false");
        try (var tourbus = new TourbusContext(settings, Clock.systemUTC()).start()) {
            assertThat(tourbus.run("daily").status()).isEqualTo(RunReport.Status.COMPLETE);
        }
    }

    private static Measurement.Round round(Crawler crawler) throws Exception {
        var client = new ControlClient(servers.addresses());
        client.show(EVENTS);
        crawler.run();
        return new Measurement.Round(EVENTS, Meter.Reading.START, client.counts(), 0, 0);
    }
}
