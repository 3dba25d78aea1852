package io.tourbus.warehouse.quality;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.BuildResult.TableSize;
import io.tourbus.warehouse.iceberg.DuckDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables and the results of the rules at the last evaluation, in a file that other processes can read without the tables.
 *
 * @param checkedAt when the rules were evaluated, in UTC; null if there is no file
 * @param tables the tables after the last build
 * @param failingSince when each rule that fails was first found to fail, in UTC, by its ID
 * @param concertsByDay concerts on the next days with concerts
 * @param concertsByCountry future concerts, the countries with the most first
 */
public record WarehouseSummary(
        @JsonProperty("checked_at") String checkedAt,
        @JsonProperty("tables") List<TableSize> tables,
        @JsonProperty("rules") List<RuleResult> rules,
        @JsonProperty("failing_since") Map<String, String> failingSince,
        @JsonProperty("concerts_by_day") List<Concerts> concertsByDay,
        @JsonProperty("concerts_by_country") List<Concerts> concertsByCountry) {

    public WarehouseSummary {
        failingSince = failingSince == null ? Map.of() : failingSince;
        concertsByDay = concertsByDay == null ? List.of() : concertsByDay;
        concertsByCountry = concertsByCountry == null ? List.of() : concertsByCountry;
    }

    /** The number of concerts with a value. */
    public record Concerts(
            @JsonProperty("value") String value,
            @JsonProperty("count") long count) {}

    private static final int MAX_VALUES = 14;
    private static final String CONCERTS = """
            SELECT CAST(%1$s AS VARCHAR), count(*) FROM concerts
            WHERE local_date >= current_date AND %1$s IS NOT NULL GROUP BY ALL ORDER BY %2$s LIMIT %3$d""";

    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The file of an installation. @param state the folder of its state */
    public static Path file(Path state) {
        return state.resolve("warehouse/summary.json");
    }

    /**
     * Summarizes tables whose rules have been evaluated.
     *
     * @param before the last summary, for the sizes of the tables
     * @param build empty if the tables are those of the last build
     * @param duck has the views of the rules; without one of concerts, these are not counted
     */
    public static WarehouseSummary of(
            WarehouseSummary before, Optional<BuildResult> build, List<RuleResult> rules, DuckDb duck, Instant now) {
        return new WarehouseSummary(
                now.toString(),
                build.map(BuildResult::tables).orElse(before.tables()),
                rules,
                rules.stream()
                        .filter(rule -> !rule.passed())
                        .collect(Collectors.toMap(
                                RuleResult::rule,
                                rule -> before.failingSince().getOrDefault(rule.rule(), now.toString()))),
                concerts(duck, "local_date", "1"),
                concerts(duck, "venue_country", "2 DESC, 1"));
    }

    private static List<Concerts> concerts(DuckDb duck, String column, String order) {
        if (duck.number("SELECT count(*) FROM duckdb_views() WHERE view_name = 'concerts'") == 0) {
            return List.of();
        }
        return duck.rows(
                CONCERTS.formatted(column, order, MAX_VALUES), row -> new Concerts(row.getString(1), row.getLong(2)));
    }

    /** Replaces the file. */
    public void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            var temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.write(temporary, MAPPER.writeValueAsBytes(this));
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without tables and rules if there is no file, or if it cannot be read. */
    public static WarehouseSummary read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                return MAPPER.readValue(file.toFile(), WarehouseSummary.class);
            }
        } catch (IOException e) {
            // the next build replaces the file
        }
        return new WarehouseSummary(null, List.of(), List.of(), Map.of(), List.of(), List.of());
    }
}
