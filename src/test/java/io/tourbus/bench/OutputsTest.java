package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tourbus, the floor and the predecessor's design on a small stage: what they deliver, and what is said when it differs. */
class OutputsTest {

    private static final int EVENTS = 700;

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static Trial.Round tourbus;
    private static Trial.Round floor;
    private static Trial.Round predecessor;

    @BeforeAll
    static void runAll() throws Exception {
        stage = Stage.of(EVENTS, 7);
        var properties = Map.of(
                "aws.accessKeyId",
                "bench",
                "aws.secretAccessKey",
                "bench",
                "aws.endpointUrlS3",
                stage.addresses().lake(),
                "aws.endpointUrlKinesis",
                stage.addresses().stream());
        properties.forEach(System::setProperty);
        try {
            tourbus = round(OutputsTest::runDaily);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
        floor = round(new Floor(stage.addresses()));
        predecessor = round(new Predecessor(stage.addresses()));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void tourbusAndTheFloorDeliverTheSameContent() {
        assertThat(Outputs.difference(tourbus, floor)).isEmpty();
        assertThat(tourbus.stage().lake().raw().records()).isEqualTo(EVENTS + 400);
        assertThat(Outputs.flaw(trials(tourbus, floor))).isEmpty();
    }

    @Test
    void thePredecessorDeliversTheSameRecordsInAnObjectForEachCall() {
        assertThat(Outputs.flaw(predecessor)).isEmpty();
        assertThat(predecessor.records()).isEqualTo(floor.records());
        assertThat(predecessor.stage().lake().puts())
                .isEqualTo(predecessor.stage().stream().calls())
                .isGreaterThanOrEqualTo(predecessor.records() / 20);
    }

    @Test
    void anotherContentIsToldInOneLine() {
        var lake = floor.stage().lake();
        var other = new Content.Sum(lake.raw().records(), lake.raw().bytes(), "0123456789abcdef");
        var changed = with(new LakeStub.Sum(lake.puts(), lake.bytes(), other, lake.normalized()));

        assertThat(Outputs.flaw(trials(tourbus, changed)).orElseThrow())
                .startsWith("(a) and (b) differ: raw lake: 1,100 records with checksum ")
                .endsWith(" and 1,100 with 0123456789abcdef");
    }

    @Test
    void aRecordThatOnlyOneSinkHasIsAFlaw() {
        var lake = floor.stage().lake();
        var fewer = new Content.Sum(lake.normalized().records() - 1, 0, "");
        var changed = with(new LakeStub.Sum(lake.puts(), lake.bytes(), lake.raw(), fewer));

        assertThat(Outputs.flaw(changed))
                .contains("700 events became 1,099 records in the lake and 1,100 in the stream");
    }

    private static Trial.Round with(LakeStub.Sum lake) {
        var counts = floor.stage();
        return new Trial.Round(
                EVENTS,
                floor.used(),
                new Stage.Counts(
                        counts.apiTraffic(), counts.lakeTraffic(), counts.streamTraffic(), lake, counts.stream(), 0));
    }

    private static Map<Contender, List<Trial>> trials(Trial.Round one, Trial.Round other) {
        return Map.of(
                Contender.TOURBUS, List.of(new Trial("a", List.of(one), 0)),
                Contender.FLOOR, List.of(new Trial("b", List.of(other), 0)));
    }

    private static void runDaily() throws IOException {
        var settings = TourbusProgram.settings(stage.addresses(), folder.resolve("state"));
        settings.put("tourbus.jobs.scheduled", "false");
        try (var bus = new TourbusContext(settings, Clock.systemUTC()).start()) {
            assertThat(bus.run("daily").status()).isEqualTo(RunReport.Status.COMPLETE);
        }
    }

    private static Trial.Round round(Program program) throws Exception {
        var client = new StageClient(stage.addresses());
        client.show(EVENTS);
        program.run();
        return new Trial.Round(EVENTS, Meter.Reading.START, client.counts());
    }
}
