package io.tourbus.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL files for Redshift: the contract with readers, and what Redshift does not accept. */
class RedshiftSqlTest {

    private static final Path FOLDER = Path.of("warehouse/redshift");

    /** Redshift refuses these; PostgreSQL or sqlfluff accept most of them. */
    private static final List<String> REFUSED = List.of(
            "WHEN (NOT )?MATCHED AND\\b",
            "MERGE INTO \\S+ (AS )?(?!USING)\\w+",
            "MERGE INTO \\S+\\s+USING (\\(|\\w+\\.)",
            "SORTKEY \\([^)]*\\b(DESC|ASC)\\b",
            "CREATE OR REPLACE (TEMP |TEMPORARY )?TABLE",
            "CREATE (ROLE|MATERIALIZED VIEW) IF NOT EXISTS",
            "VARCHAR\\((6553[6-9]|655[4-9]\\d|65[6-9]\\d\\d|6[6-9]\\d{3}|[7-9]\\d{4}|\\d{6,})\\)",
            "\\bVARCHAR(?! ?\\()",
            "\\b(TEXT|JSONB?|BYTEA|UUID|SERIAL|BIGSERIAL)\\b(?! ?')",
            "DECIMAL\\((39|[4-9]\\d|\\d{3,})",
            "\\bON CONFLICT\\b",
            "\\bRETURNING\\b",
            "\\bLATERAL\\b",
            "\\bDISTINCT ON\\b",
            "\\bFILTER \\(",
            "\\bCREATE (UNIQUE )?INDEX\\b",
            "\\bSTRING_AGG\\b",
            "\\bGENERATED (ALWAYS|BY DEFAULT) AS \\(",
            "\\bNOW\\(\\)|\\bCURRENT_TIMESTAMP\\b",
            "AUTO REFRESH YES",
            "DISTSTYLE (EVEN|ALL|AUTO)\\s+DISTKEY",
            "(?m)^(BEGIN|COMMIT|ROLLBACK)\\b(?=.*;)");

    static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return Stream.concat(
                            files.filter(file -> file.toString().endsWith(".sql"))
                                    .sorted(),
                            Stream.of(Path.of("warehouse/redshift.sql")))
                    .toList();
        }
    }

    private static List<String> refused(String sql) {
        var code = sql.replaceAll("(?m)^ *--.*", "");
        return REFUSED.stream()
                .filter(pattern -> Pattern.compile(pattern).matcher(code).find())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingIsInAFileThatRedshiftRefuses(Path file) throws IOException {
        assertThat(refused(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND t.b < s.b THEN DELETE",
                "MERGE INTO concert_dw.t AS x USING s ON x.a = s.a",
                "MERGE INTO concert_dw.t\nUSING (SELECT 1) AS s ON t.a = s.a",
                "MERGE INTO concert_dw.t USING concert_dw.some_view ON t.a = s.a",
                "CREATE TABLE t (a INTEGER) SORTKEY (a DESC)",
                "CREATE OR REPLACE TABLE t (a INTEGER)",
                "CREATE ROLE IF NOT EXISTS analyst",
                "CREATE TABLE t (a VARCHAR(65536))",
                "CREATE TABLE t (a VARCHAR)",
                "CREATE TABLE t (a TEXT)",
                "CREATE TABLE t (a DECIMAL(39, 2))",
                "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
                "SELECT COUNT(*) FILTER (WHERE a)",
                "SELECT NOW()",
                "CREATE MATERIALIZED VIEW v AUTO REFRESH YES AS SELECT 1",
                "DISTSTYLE EVEN\nDISTKEY (a)"
            })
    void aStatementThatRedshiftRefusesIsFound(String sql) {
        assertThat(refused(sql)).isNotEmpty();
    }

    @Test
    void probableDuplicatesAreThoseOfTheWarehouse() throws IOException {
        assertThat(comparison(FOLDER.resolve("02-views.sql")))
                .isEqualTo(comparison(Path.of("warehouse/views/probable_duplicates.sql")));
    }

    /** The part of the view that does not depend on the tables. */
    private static String comparison(Path view) throws IOException {
        var sql = Files.readString(view).replace("\"identity\"", "identity").replace(";", "");
        return sql.substring(sql.indexOf("same_artist_and_day AS ("));
    }

    @Test
    void theTablesKeepTheContract() throws IOException {
        assertThat(definition("artists"))
                .startsWith("artist_id VARCHAR(50) NOT NULL, name VARCHAR(200), genre VARCHAR(500),"
                        + " popularity_score DECIMAL(5, 2), formation_date DATE, members VARCHAR(1000), spotify_id VARCHAR(50),"
                        + " created_at TIMESTAMP, updated_at TIMESTAMP, ")
                .endsWith(" PRIMARY KEY (artist_id) ) DISTSTYLE EVEN SORTKEY (name, popularity_score);");
        assertThat(definition("venues"))
                .startsWith("venue_id VARCHAR(50) NOT NULL, name VARCHAR(200), address VARCHAR(500), city VARCHAR(100),"
                        + " state VARCHAR(50), country VARCHAR(50), postal_code VARCHAR(20), latitude DECIMAL(10, 8),"
                        + " longitude DECIMAL(11, 8), capacity INTEGER, venue_type VARCHAR(50), amenities VARCHAR(1000),"
                        + " ticketmaster_id VARCHAR(50), created_at TIMESTAMP, updated_at TIMESTAMP, ")
                .endsWith(" PRIMARY KEY (venue_id) ) DISTSTYLE EVEN SORTKEY (city, capacity);");
        assertThat(definition("concerts"))
                .startsWith(
                        "concert_id VARCHAR(50) NOT NULL, artist_id VARCHAR(50), venue_id VARCHAR(50), event_date TIMESTAMP,"
                                + " ticket_prices VARCHAR(2000), total_attendance INTEGER, revenue DECIMAL(12, 2), status VARCHAR(20),"
                                + " created_at TIMESTAMP, updated_at TIMESTAMP, ")
                .endsWith(
                        " PRIMARY KEY (concert_id) ) DISTSTYLE KEY DISTKEY (artist_id) SORTKEY (event_date, artist_id);");
        assertThat(definition("venue_popularity")).contains("PRIMARY KEY (venue_id, calculated_at)");
        assertThat(definition("artist_performance")).contains("PRIMARY KEY (artist_id, calculated_at)");
        assertThat(definition("daily_sales_summary")).contains("PRIMARY KEY (summary_date)");
    }

    /** The definition of a table on one line, from its first column on. */
    private static String definition(String table) throws IOException {
        var text = Files.readString(FOLDER.resolve("01-tables.sql"));
        var start = "CREATE TABLE IF NOT EXISTS concert_dw.%s (".formatted(table);
        var definition = text.substring(text.indexOf(start) + start.length());
        return definition
                .substring(0, definition.indexOf(";") + 1)
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    void onlyKeysAreRequired() throws IOException {
        for (var table : List.of("artists", "venues", "concerts")) {
            assertThat(definition(table).split("NOT NULL", -1)).as(table).hasSize(2);
        }
    }

    @Test
    void aMergeSetsEachColumnExceptTheKeyAndTheTimeOfCreation() throws IOException {
        var merge = Files.readString(FOLDER.resolve("20-merge.sql"));
        for (var kind : CopySource.KINDS) {
            var columns = Arrays.stream(definition(kind.folder()).split(", (?=[a-z_]+ [A-Z])"))
                    .map(column -> column.split(" ")[0])
                    .filter(column -> !kind.key().contains(column) && !column.equals("created_at"))
                    .toList();

            assertThat(columns)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(column -> assertThat(merge)
                            .containsPattern("\n    %1$s = staged_%2$s\\.%1$s,?\n".formatted(column, kind.folder())));
        }
    }

    @Test
    void copiedColumnsAreFieldsOfTheRecords() throws IOException {
        var files = Map.of(
                RecordKind.ARTISTS, "13-copy-artists.sql",
                RecordKind.VENUES, "14-copy-venues.sql",
                RecordKind.CONCERTS, "15-copy-concerts.sql");
        for (var file : files.entrySet()) {
            var sql = Files.readString(FOLDER.resolve(file.getValue()));
            var columns = sql.substring(sql.indexOf('(') + 1, sql.indexOf(')'))
                    .strip()
                    .split(",\\s+");

            assertThat(file.getKey().versions().columns())
                    .extracting(Column::name)
                    .contains(columns);
        }
    }

    @Test
    void aLoadFitsIntoOneRequestOfTheDataApi() {
        for (var source : Source.values()) {
            var plan = new LoadPlan(FOLDER, RedshiftLoaderTest.settings(source), "load", "s3://b/p");
            var steps = new ArrayList<>(plan.setup());
            steps.add(plan.load(CopySource.KINDS));

            assertThat(steps)
                    .filteredOn(Step::transaction)
                    .hasSize(3)
                    .allSatisfy(step -> assertThat(step.statements())
                            .hasSizeBetween(10, DataApiDatabase.MAX_STATEMENTS)
                            .allSatisfy(sql -> assertThat(sql.length()).isLessThan(100_000)));
        }
    }

    @Test
    void theStreamIsOnlyParsedInTheMaterializedView() throws IOException {
        var statements = SqlScript.read(FOLDER, "04-stream.sql").statements();

        assertThat(statements).hasSize(3);
        assertThat(statements.get(1))
                .contains("JSON_PARSE(kinesis_data)", "AUTO REFRESH NO")
                .doesNotContain("CAST(");
        assertThat(statements.get(2)).startsWith("CREATE OR REPLACE VIEW").contains("FROM concert_dw.stream_records");
    }
}
