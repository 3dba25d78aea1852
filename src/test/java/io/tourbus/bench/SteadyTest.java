package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of runs without changes. */
class SteadyTest {

    private static final Traffic.Sum TRAFFIC = new Traffic.Sum(12, 0, 0, 0);

    @Test
    void theCpuTimeOfTheRequestsIsSubtracted() {
        var steady = steady(0);

        assertThat(steady.problem()).isEmpty();
        assertThat(steady.table().get(2)).matches("unchanged +10.0 +8.00 +7.00 +2.00 +1.50 +1.25 +12.0 +2.00 +0.00");
        assertThat(steady.table().get(4)).matches("requests alone +5.00 +1.00 +1.00 +0.25 +12.0 +0.00 +0.00");
    }

    @Test
    void aRecordThatIsSentAgainIsAProblem() {
        assertThat(steady(3).problem())
                .contains("an unchanged run sent 3 records to the stream, and 0 of its requests were refused");
    }

    /** @param sent records that the unchanged runs send to the stream */
    private static Steady steady(int sent) {
        Map<String, List<Measurement>> kinds = new LinkedHashMap<>();
        kinds.put("first run", List.of(new Measurement("a", List.of(round(20, 9, 100, 100)))));
        var unchanged = List.of(new Measurement("a", List.of(round(10, 8, 2, sent), round(2, 1.5, 2, sent))));
        kinds.put("unchanged", unchanged);
        kinds.put("unchanged, tourbus.lake.unchanged=false", unchanged);
        kinds.put("requests alone", List.of(new Measurement("r", List.of(round(5, 1, 0, 0), round(1, 0.25, 0, 0)))));
        return new Steady(kinds);
    }

    private static Measurement.Round round(double seconds, double cpuSeconds, int objects, int records) {
        var content = new ContentChecksum.Sum(records, 0, "");
        var counts = new BenchServers.Counts(
                TRAFFIC,
                TRAFFIC,
                TRAFFIC,
                new LakeStub.Sum(objects, 0, content, content),
                new StreamStub.Sum(1, records, content),
                0);
        return new Measurement.Round(100, new Meter.Reading(seconds, cpuSeconds, 0, 0, 0, 0, 0), counts, 0, 0);
    }
}
