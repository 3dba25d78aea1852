package io.tourbus.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What AWS asks for, by the list in {@code prices.json}. */
record Prices(
        String region, String kind, @JsonProperty("as_of") String asOf, Map<String, Price> prices) {

    /** @param per how many units cost so many USD */
    record Price(double usd, double per, String unit, String source) {

        double of(double units) {
            return units / per * usd;
        }
    }

    private static final double RECORDS = 1e6;
    private static final double GIGABYTE = 1L << 30;
    private static final double SHARD_RECORDS_PER_HOUR = 1_000 * 3_600.0;
    private static final double SHARD_BYTES_PER_HOUR = (1 << 20) * 3_600.0;

    static Prices read() throws IOException {
        try (var list = Prices.class.getResourceAsStream("prices.json")) {
            return new ObjectMapper().readValue(list, Prices.class);
        }
    }

    /**
     * USD for a million records, by what they are paid for, and their {@code sum}: the requests and a month of what they put
     * into the lake, and what a provisioned stream takes that has just the shards for them.
     */
    Map<String, Double> perMillion(Stage.Counts counts) {
        var scale = RECORDS / counts.lake().normalized().records();
        var content = counts.stream().content();
        var hours = Math.max(content.records() / SHARD_RECORDS_PER_HOUR, content.bytes() / SHARD_BYTES_PER_HOUR);
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("put_request", of("put_request", scale * counts.lake().puts()));
        costs.put("gigabyte_month", of("gigabyte_month", scale * counts.lake().bytes() / GIGABYTE));
        costs.put("payload_unit", of("payload_unit", scale * counts.stream().payloadUnits()));
        costs.put("shard_hour", of("shard_hour", scale * hours));
        costs.put(
                "sum", costs.values().stream().mapToDouble(Double::doubleValue).sum());
        return costs;
    }

    private double of(String item, double units) {
        return prices.get(item).of(units);
    }
}
