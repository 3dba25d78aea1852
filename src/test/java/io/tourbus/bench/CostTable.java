package io.tourbus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a million records cost, by Tourbus and by the predecessor's design. */
record CostTable(Map<String, Double> tourbus, Map<String, Double> predecessor) {

    static CostTable of(Prices prices, Comparison comparison) {
        return new CostTable(
                prices.perMillion(counts(comparison, Contender.TOURBUS)),
                prices.perMillion(counts(comparison, Contender.PREDECESSOR)));
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
