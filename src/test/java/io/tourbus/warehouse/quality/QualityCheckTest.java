package io.tourbus.warehouse.quality;

import static io.tourbus.warehouse.TestLake.artist;
import static io.tourbus.warehouse.TestLake.concert;
import static io.tourbus.warehouse.TestLake.venue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.warehouse.TestLake;
import io.tourbus.warehouse.TestWarehouse;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityCheckTest {

    private static final String MONDAY = "20261123T020000Z-daily-aaaa";
    private static final String TUESDAY = "20261124T020000Z-daily-bbbb";
    private static final String SLICE = "events-us-0c1697c9";
    private static final String SLICE_OF_DUE = "events-due-0a1b2c3d";

    @TempDir
    private static Path folder;

    private static IcebergTables tables;
    private static DuckDb duck;

    /** Valid data of two runs, of which the second one returned fewer concerts. */
    @BeforeAll
    static void build() {
        var lake = new TestLake(folder.resolve("lake"));
        lake.write("venues", MONDAY, SLICE, List.of(venue("v1", "2026-11-23T02:00:01Z", MONDAY, SLICE)));
        lake.write("artists", MONDAY, SLICE, List.of(artist("a1", "2026-11-23T02:00:01Z", MONDAY, SLICE, 50)));
        writeConcerts(lake, MONDAY, SLICE_OF_DUE, 5);
        writeConcerts(lake, MONDAY, SLICE, 10);
        writeConcerts(lake, TUESDAY, SLICE_OF_DUE, 1);
        writeConcerts(lake, TUESDAY, SLICE, 7);
        var warehouse = new TestWarehouse(folder.resolve("warehouse"));
        warehouse.build(lake);
        tables = warehouse.tables();
        duck = DuckDb.open(256);
    }

    private static void writeConcerts(TestLake lake, String run, String slice, int count) {
        List<String> concerts = new ArrayList<>();
        for (var id = 0; id < count; id++) {
            var time = "2026-11-%sT02:00:01Z".formatted(run.substring(6, 8));
            concerts.add(concert("c" + id, time, run, slice, 10)
                    .replace("\"local_date\"", "\"venue_id\":\"v1\",\"local_date\""));
        }
        lake.write("concerts", run, slice, concerts);
        lake.manifest(run);
    }

    @AfterAll
    static void close() {
        duck.close();
        tables.close();
    }

    private static QualityCheck check(String... own) throws IOException {
        if (own.length == 0) {
            return QualityCheck.read(Optional.empty());
        }
        return QualityCheck.read(
                Optional.of(Files.writeString(Files.createTempFile(folder, "rules", ".yaml"), String.join("\n", own))));
    }

    private static RuleResult result(QualityCheck check, String rule) {
        return check.evaluate(tables, duck).rules().stream()
                .filter(result -> result.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static IcebergTable table(String name) {
        return tables.open(WarehouseTables.all().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void theRulesOfTourbusAreValidAndPassForValidData() throws IOException {
        var check = check();
        check.validate(duck);

        assertThat(check.evaluate(tables, duck).failed())
                .extracting(RuleResult::rule)
                .containsExactly("concerts-previous-run");
    }

    @Test
    void theLastRunIsComparedWithTheRunBeforeExceptForWhatWasDue() throws IOException {
        assertThat(result(check(), "concerts-previous-run"))
                .isEqualTo(new RuleResult(
                        "concerts-previous-run",
                        "concerts",
                        "previous-run",
                        Severity.WARNING,
                        false,
                        10,
                        3,
                        30,
                        20,
                        TUESDAY,
                        "The last complete run returned about as many concerts as the run before."));
        assertThat(result(check("- {id: concerts-previous-run, max-percent: 30}"), "concerts-previous-run")
                        .passed())
                .isTrue();
    }

    private static final String[][] VIOLATIONS = {
        {"concerts-key", "concerts", "{concert_id: 'c1', artist_id: 'a1'}", null},
        {"concerts-artist", "concerts", "{concert_id: 'x', artist_id: 'a9'}", "x"},
        {"concert-performers-artist", "concert_performers", "{concert_id: 'c1', position: 9, artist_id: 'a9'}", "c1 9"},
        {"artists-name", "artists", "{artist_id: 'a2', followers: 1}", "a2"},
        {"artists-popularity", "artists", "{artist_id: 'a1', name: 'A', popularity_score: 101}", "a1"},
        {"artists-identity", "artists", "{artist_id: 'a4', name: 'A'}", "a4"},
        {
            "artist-links-key",
            "artist_links",
            "{artist_id: 'a1', linked_id: 'spotify_50', source: 'gigs', entity: 'artists', field: 'spotify_id'}",
            null
        },
        {"artist-identities-key", "artist_identities", "{artist_id: 'a1'}", null},
        {"artist-identities-conflicts", "artist_identities", "{artist_id: 'a2', conflicting: true}", "a2"},
        {"venues-latitude", "venues", "{venue_id: 'v', latitude: -90.1}", "v"},
        {"concerts-date-plausible", "concerts", "{concert_id: 'y', local_date: DATE '1949-12-31'}", "y"},
        {"ticket-prices-not-negative", "ticket_prices", "{concert_id: 'x', min: -1}", "x"},
        {"ticket-prices-order", "ticket_prices", "{concert_id: 'y', min: 2, max: 1}", "y"},
        {"runs-manifest", "runs", "{run_id: 'r', objects: 1, records: 5}", "r"}
    };

    @Test
    void eachKindOfRuleFailsForARowThatViolatesIt() throws IOException {
        Map<IcebergTable, DataFile> added = new HashMap<>();
        for (var name : Stream.of(VIOLATIONS).map(row -> row[1]).distinct().toList()) {
            var table = table(name);
            var file = table.write(
                    duck,
                    Stream.of(VIOLATIONS)
                            .filter(row -> row[1].equals(name))
                            .map(row -> row(table.definition(), row[2]))
                            .collect(Collectors.joining(" UNION ALL BY NAME ")));
            table.commit(List.of(), List.of(file));
            added.put(table, file);
        }
        var report = check().evaluate(tables, duck);
        added.forEach((table, file) -> table.commit(List.of(file.location()), List.of()));

        for (var row : VIOLATIONS) {
            assertThat(report.failed())
                    .filteredOn(result -> result.rule().equals(row[0]))
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.violations()).isEqualTo(1);
                        assertThat(result.example()).isEqualTo(row[3]);
                    });
        }
        assertThat(check().evaluate(tables, duck).failed()).hasSize(1);
    }

    /** A row with null in all other columns. */
    private static String row(Table table, String values) {
        return "SELECT * FROM (SELECT r.* FROM (SELECT %s AS r) UNION ALL BY NAME (%s))"
                .formatted(values, IcebergTable.noRows(table));
    }

    @Test
    void aFileOfTheUserChangesRulesAndAddsOthers() throws IOException {
        var check = check(
                "- {id: concerts-previous-run, severity: 'off'}",
                "- id: cheap",
                "  table: concerts",
                "  kind: sql",
                "  sql: ticket_prices['standard'] < 10 -- a comment",
                "  severity: error");
        check.validate(duck);

        var report = check.evaluate(tables, duck);

        assertThat(report.failed(Severity.ERROR)).extracting(RuleResult::rule).containsExactly("cheap");
        assertThat(report.failed(Severity.ERROR).get(0).text())
                .isEqualTo("cheap: 10 of 10 concerts violate it (100 percent, allowed 0), for example c0. cheap");
        assertThat(report.failed(Severity.WARNING)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {id: x, table: concert, kind: sql, severity: error}    | rule x has a table that is not valid: 'concert'. Use artists,
                    {id: x, table: concerts, severity: error}              | rule x has no kind. Use unique, reference, not-null,
                    {id: venues-name, severity: fatal}                     | rule venues-name has a severity that is not valid: 'fatal'. Use off, warning, error.
                    {id: venues-name, max-percent: 101}                    | rule venues-name has a max-percent that is not valid: '101'. Use a number from 0 to 100.
                    {id: venues-name, percent: 1}                          | rule venues-name has an unknown field: 'percent'. Use id,
                    {id: venues-name, columns: [nam]}                      | rule venues-name names a column that venues does not have: 'nam'. List
                    {id: x, table: concerts, kind: sql, severity: error}   | rule x has the kind sql, which needs sql. Add what is missing.
                    {id: x, table: loads, kind: manifest, severity: error} | rule x has the kind manifest, which needs the table runs. Add
                    {table: concerts}                                      | a rule has no id. Begin each rule with `- id:`.
                    {id: [                                                 | is not valid YAML:
                    """)
    void aRuleThatIsNotValidIsNamed(String rule, String message) {
        assertThatThrownBy(() -> check("- " + rule))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(folder.toString())
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    locl_date IS NULL | Rule x: its expression is wrong: Binder Error: Referenced column "locl_date" not found
                    local_date)       | Rule x: its expression is wrong: Parser Error
                    local_date        | Rule x: its expression is of type DATE, not BOOLEAN.
                    """)
    void anExpressionThatIsNotValidIsNamedBeforeABuild(String sql, String message) throws IOException {
        var check = check("- {id: x, table: concerts, kind: sql, severity: error, sql: '%s'}".formatted(sql));

        assertThatThrownBy(() -> check.validate(duck))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anExpressionThatFailsForARowIsNamed() throws IOException {
        var check = check("- {id: x, table: concerts, kind: sql, severity: error, sql: name::INTEGER > 1}");
        check.validate(duck);

        assertThatThrownBy(() -> check.evaluate(tables, duck))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Rule x cannot be evaluated: Conversion Error");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> QualityCheck.read(Optional.of(folder.resolve("none.yaml"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("%s does not exist. Correct tourbus.warehouse.rules-file."
                        .formatted(folder.resolve("none.yaml")));
    }
}
