package io.tourbus.warehouse.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.BuildResult.TableSize;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.quality.WarehouseSummary.Concerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseSummaryTest {

    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final RuleResult RULE = new RuleResult(
            "artists-key", "artists", "unique", Severity.ERROR, false, 10, 1, 10, 0, "spotify_1", "Keys are unique.");

    @TempDir
    private Path state;

    @Test
    void concertsAreCountedByDayAndCountry() {
        try (var duck = DuckDb.open(100)) {
            duck.run("""
                    CREATE VIEW concerts AS SELECT * FROM (VALUES
                        (DATE '2999-01-02', 'DE'), (DATE '2999-01-02', 'SE'), (DATE '2999-01-01', 'SE'),
                        (DATE '2001-01-01', 'US'), (NULL, 'US'), (DATE '2999-01-03', NULL)) AS t(local_date, venue_country)""");
            var tables = List.of(new TableSize("artists", 10, 3, 1));
            var file = WarehouseSummary.file(state);
            var build = new BuildResult(1, 2, 10, List.of(), tables);
            WarehouseSummary.of(WarehouseSummary.read(file), Optional.of(build), List.of(), duck, NOW)
                    .write(file);
            var checked = WarehouseSummary.of(
                    WarehouseSummary.read(file), Optional.empty(), List.of(RULE), duck, NOW.plusSeconds(60));
            checked.write(file);

            assertThat(WarehouseSummary.read(file)).isEqualTo(checked);
            assertThat(checked.tables()).isEqualTo(tables);
            assertThat(checked.rules()).containsExactly(RULE);
            assertThat(checked.concertsByDay())
                    .containsExactly(
                            new Concerts("2999-01-01", 1),
                            new Concerts("2999-01-02", 2),
                            new Concerts("2999-01-03", 1));
            assertThat(checked.concertsByCountry()).containsExactly(new Concerts("SE", 2), new Concerts("DE", 1));
        }
    }

    @Test
    void aRuleFailsSinceTheFirstOfSuccessiveFailures() {
        try (var duck = DuckDb.open(100)) {
            var file = WarehouseSummary.file(state);
            var failed = summary(WarehouseSummary.read(file), duck, NOW, RULE);
            failed.write(file);
            var again = summary(WarehouseSummary.read(file), duck, NOW.plusSeconds(60), RULE);
            assertThat(again.failingSince()).isEqualTo(Map.of("artists-key", NOW.toString()));
            var passed = summary(again, duck, NOW.plusSeconds(120));
            assertThat(passed.failingSince()).isEmpty();
            assertThat(summary(passed, duck, NOW.plusSeconds(180), RULE).failingSince())
                    .isEqualTo(Map.of("artists-key", NOW.plusSeconds(180).toString()));
        }
    }

    private static WarehouseSummary summary(WarehouseSummary before, DuckDb duck, Instant now, RuleResult... rules) {
        return WarehouseSummary.of(before, Optional.empty(), List.of(rules), duck, now);
    }

    @Test
    void aFileThatIsMissingOrDamagedIsEmpty() throws IOException {
        var file = WarehouseSummary.file(state);
        var empty = new WarehouseSummary(null, List.of(), List.of(), Map.of(), List.of(), List.of());
        assertThat(WarehouseSummary.read(file)).isEqualTo(empty);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"tables\": [");
        assertThat(WarehouseSummary.read(file)).isEqualTo(empty);
    }
}
