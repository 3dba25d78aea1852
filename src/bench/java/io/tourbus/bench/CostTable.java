package io.tourbus.bench;

import io.tourbus.estimate.Prices;
import io.tourbus.estimate.Prices.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a million records cost, by Tourbus and by the predecessor's design. */
record CostTable(Map<String, Double> tourbus, Map<String, Double> predecessor) {

    private static final double RECORDS = 1e6;
    private static final double GIGABYTE = 1L << 30;
    private static final double SHARD_RECORDS_PER_HOUR = 1_000 * 3_600.0;
    private static final double SHARD_BYTES_PER_HOUR = (1 << 20) * 3_600.0;

    static CostTable of(Prices prices, Comparison comparison) {
        return new CostTable(
                perMillion(prices, counts(comparison, Contender.TOURBUS)),
                perMillion(prices, counts(comparison, Contender.PREDECESSOR)));
    }

    /**
     * USD for a million records, by what they are paid for, and their {@code sum}: the requests and a month of what they put
     * into the lake, and what a provisioned stream takes that has just the shards for them.
     */
    static Map<String, Double> perMillion(Prices prices, Stage.Counts counts) {
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

    private static Stage.Counts counts(Comparison comparison, Contender contender) {
        return comparison.trials().get(contender).get(0).warm().stage();
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

    /** By item: {@code a}, {@code c}, {@code a/c}. */
    Map<String, Map<String, Double>> numbers() {
        Map<String, Map<String, Double>> numbers = new LinkedHashMap<>();
        tourbus.forEach((item, usd) ->
                numbers.put(item, Map.of("a", usd, "c", predecessor.get(item), "a/c", usd / predecessor.get(item))));
        return numbers;
    }
}
