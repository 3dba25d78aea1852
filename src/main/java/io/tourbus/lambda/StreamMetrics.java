package io.tourbus.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The metrics of a batch of stream records, in CloudWatch's Embedded Metric Format.
 *
 * @param records the number of processed records by {@code data_type}
 * @param events the number of published events
 * @param lagMillis the time since the oldest record arrived in the stream
 */
record StreamMetrics(Map<String, Integer> records, int events, OptionalLong lagMillis) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Returns one line of JSON for each kind of record, and one for the batch. */
    List<String> lines(Instant now) {
        List<String> lines = new ArrayList<>();
        records.forEach((entity, count) -> lines.add(
                line(now, Map.of("Entity", entity), Map.of("StreamRecords", "Count"), Map.of("StreamRecords", count))));
        Map<String, String> units = new LinkedHashMap<>(Map.of("ConcertEvents", "Count"));
        Map<String, Object> values = new LinkedHashMap<>(Map.of("ConcertEvents", events));
        lagMillis.ifPresent(millis -> {
            units.put("StreamLag", "Milliseconds");
            values.put("StreamLag", millis);
        });
        lines.add(line(now, Map.of(), units, values));
        return lines;
    }

    private static String line(
            Instant now, Map<String, String> dimensions, Map<String, String> units, Map<String, ?> values) {
        var metrics = units.entrySet().stream()
                .map(unit -> Map.of("Name", unit.getKey(), "Unit", unit.getValue()))
                .collect(Collectors.toList());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(
                "_aws",
                Map.of(
                        "Timestamp",
                        now.toEpochMilli(),
                        "CloudWatchMetrics",
                        List.of(Map.of(
                                "Namespace",
                                "Tourbus",
                                "Dimensions",
                                List.of(dimensions.keySet()),
                                "Metrics",
                                metrics))));
        line.putAll(dimensions);
        line.putAll(values);
        return MAPPER.valueToTree(line).toString();
    }
}
