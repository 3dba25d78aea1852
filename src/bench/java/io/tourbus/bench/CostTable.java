package io.tourbus.bench;

import io.tourbus.estimate.Prices;
import io.tourbus.estimate.Prices.Item;
import io.tourbus.estimate.RunEstimate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The AWS cost of a million records by program.
 *
 * @param gigabyteSeconds of a cold run of the measured size with one processor
 */
record CostTable(Map<Candidate, Map<String, Double>> costs, Map<Candidate, Double> gigabyteSeconds) {

    private static final List<Candidate> SHOWN =
            List.of(Candidate.TOURBUS, Candidate.FLOOR, Candidate.PREDECESSOR, Candidate.PYTHON, Candidate.OLD);

    private static final double RECORDS = 1e6;
    private static final double GIGABYTE = 1L << 30;
    private static final double SHARD_RECORDS_PER_HOUR = 1_000 * 3_600.0;
    private static final double SHARD_BYTES_PER_HOUR = (1 << 20) * 3_600.0;

    static CostTable of(Prices prices, Comparison comparison) {
        Map<Candidate, Map<String, Double>> costs = new EnumMap<>(Candidate.class);
        SHOWN.stream()
                .filter(comparison.measurements()::containsKey)
                .forEach(candidate -> costs.put(
                        candidate,
                        perMillion(prices, counts(comparison, candidate), cpuSeconds(comparison, candidate))));
        Map<Candidate, Double> seconds = new EnumMap<>(Candidate.class);
        costs.keySet()
                .forEach(candidate ->
                        seconds.put(candidate, cpuSeconds(comparison, candidate) * RunEstimate.LAMBDA_GIGABYTES));
        return new CostTable(costs, seconds);
    }

    /**
     * Returns USD for a million records by item, and their {@code sum}: requests and one month of storage in the lake, and
     * payload units and shard hours of a fully used provisioned stream, and the CPU time of a cold run with Lambda.
     *
     * @param cpuSeconds of the run
     */
    static Map<String, Double> perMillion(Prices prices, BenchServers.Counts counts, double cpuSeconds) {
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
                "lambda_gigabyte_second",
                prices.cost(Item.LAMBDA_GIGABYTE_SECOND, scale * cpuSeconds * RunEstimate.LAMBDA_GIGABYTES));
        costs.put(
                "sum", costs.values().stream().mapToDouble(Double::doubleValue).sum());
        return costs;
    }

    private static double cpuSeconds(Comparison comparison, Candidate candidate) {
        var all = comparison.measurements().get(candidate);
        return Medians.of(
                all.stream().mapToDouble(run -> run.cold().used().cpuSeconds()).toArray());
    }

    private static BenchServers.Counts counts(Comparison comparison, Candidate candidate) {
        return comparison.measurements().get(candidate).get(0).warm().stage();
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of("USD per million records"));
        costs.keySet().forEach(candidate -> headings.add(candidate.heading()));
        rows.add(headings);
        costs.get(Candidate.TOURBUS).keySet().forEach(item -> {
            List<String> row = new ArrayList<>(List.of(item));
            costs.values().forEach(cost -> row.add(Table.number(cost.get(item))));
            rows.add(row);
        });
        List<String> time = new ArrayList<>(List.of("GB-seconds of a cold run with Lambda"));
        gigabyteSeconds.values().forEach(seconds -> time.add(Table.number(seconds)));
        rows.add(time);
        return Table.lines(rows);
    }

    /** Returns the costs by label of the program and item. */
    Map<String, Map<String, Double>> numbers() {
        return costs.entrySet().stream()
                .collect(Collectors.toMap(cost -> cost.getKey().label(), Map.Entry::getValue));
    }
}
