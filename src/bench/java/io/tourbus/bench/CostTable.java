package io.tourbus.bench;

import io.tourbus.estimate.RunEstimate.Prices;
import io.tourbus.estimate.RunEstimate.Prices.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The AWS cost of a million records with Tourbus and with the predecessor's design. */
record CostTable(Map<String, Double> tourbus, Map<String, Double> predecessor) {

    private static final double RECORDS = 1e6;
    private static final double GIGABYTE = 1L << 30;
    private static final double SHARD_RECORDS_PER_HOUR = 1_000 * 3_600.0;
    private static final double SHARD_BYTES_PER_HOUR = (1 << 20) * 3_600.0;

    static CostTable of(Prices prices, Comparison comparison) {
        return new CostTable(
                perMillion(prices, counts(comparison, Candidate.TOURBUS)),
                perMillion(prices, counts(comparison, Candidate.PREDECESSOR)));
    }

    /**
     * Returns USD for a million records by item, and their {@code sum}: requests and one month of storage in the lake, and
     * payload units and shard hours of a fully used provisioned stream.
     */
    static Map<String, Double> perMillion(Prices prices, BenchServers.Counts counts) {
        var scale = RECORDS / counts.lake().normalized().records();
        var content = counts.stream().content();
        var hours = Math.max(content.records() / SHARD_RECORDS_PER_HOUR, content.bytes() / SHARD_BYTES_PER_HOUR);
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put(
                "put_request",
                prices.cost(Item.PUT_REQUEST, scale * counts.lake().puts()));
        costs.put(
                "gigabyte_month",
                prices.cost(Item.GIGABYTE_MONTH, scale * counts.lake().bytes() / GIGABYTE));
        costs.put(
                "payload_unit",
                prices.cost(Item.PAYLOAD_UNIT, scale * counts.stream().payloadUnits()));
        costs.put("shard_hour", prices.cost(Item.SHARD_HOUR, scale * hours));
        costs.put(
                "sum", costs.values().stream().mapToDouble(Double::doubleValue).sum());
        return costs;
    }

    private static BenchServers.Counts counts(Comparison comparison, Candidate candidate) {
        return comparison.measurements().get(candidate).get(0).warm().stage();
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("USD per million records", "a Tourbus", "c predecessor", "a/c"));
        tourbus.forEach((item, usd) -> rows.add(List.of(
                item,
                Table.number(usd),
                Table.number(predecessor.get(item)),
                Table.number(usd / predecessor.get(item)))));
        return Table.lines(rows);
    }

    /** Returns the numbers {@code a}, {@code c} and {@code a/c} by item. */
    Map<String, Map<String, Double>> numbers() {
        Map<String, Map<String, Double>> numbers = new LinkedHashMap<>();
        tourbus.forEach((item, usd) ->
                numbers.put(item, Map.of("a", usd, "c", predecessor.get(item), "a/c", usd / predecessor.get(item))));
        return numbers;
    }
}
