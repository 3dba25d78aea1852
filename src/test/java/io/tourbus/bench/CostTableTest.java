package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tourbus.estimate.Prices;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The cost of a million records. */
class CostTableTest {

    private static final Traffic.Sum NONE = new Traffic.Sum(0, 0, 0, 0);

    @Test
    void aMillionRecordsAreChargedByItem() {
        var content = new ContentChecksum.Sum(1_000_000, 1L << 30, "");
        var lake = new LakeStub.Sum(2_000, 10L << 30, content, content);
        var counts = new BenchServers.Counts(NONE, NONE, NONE, lake, new StreamStub.Sum(2_000, 1_000_000, content), 0);

        assertThat(rounded(CostTable.perMillion(Prices.read(), counts, 100)))
                .isEqualTo(Map.of(
                        "put_request", 10_000L,
                        "gigabyte_month", 230_000L,
                        "payload_unit", 14_000L,
                        "shard_hour", Math.round(1024.0 / 3_600 * 15_000),
                        "lambda_gigabyte_second", 2_303L,
                        "sum", 256_303L + Math.round(1024.0 / 3_600 * 15_000)));
    }

    @Test
    void fewerRecordsAreScaledToAMillion() {
        var content = new ContentChecksum.Sum(1_000, 1_000, "");
        var lake = new LakeStub.Sum(4, 1 << 20, content, content);
        var counts = new BenchServers.Counts(NONE, NONE, NONE, lake, new StreamStub.Sum(2, 3_000, content), 0);
        var costs = CostTable.perMillion(Prices.read(), counts, 1);

        assertThat(costs.get("put_request")).isCloseTo(0.02, within(1e-9));
        assertThat(costs.get("payload_unit")).isCloseTo(0.042, within(1e-9));
        assertThat(costs.get("shard_hour")).isCloseTo(0.015 * 1_000 / 3_600, within(1e-9));
    }

    /** Returns the prices in millionths of a USD. */
    private static Map<String, Long> rounded(Map<String, Double> costs) {
        return costs.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, cost -> Math.round(cost.getValue() * 1e6)));
    }
}
