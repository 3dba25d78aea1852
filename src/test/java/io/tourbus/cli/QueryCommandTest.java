package io.tourbus.cli;

import static io.tourbus.warehouse.TestLake.artist;
import static io.tourbus.warehouse.TestLake.concert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.TestLake;
import io.tourbus.warehouse.TestWarehouse;
import io.tourbus.warehouse.iceberg.CatalogSettings;
import io.tourbus.warehouse.query.OutputFormat;
import io.tourbus.warehouse.query.QueryReader;
import io.tourbus.warehouse.query.QuerySession;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over the tables of two runs. */
class QueryCommandTest {

    private static final String MONDAY = "20261123T020000Z-daily-aaaa";
    private static final String TUESDAY = "20261124T020000Z-daily-bbbb";
    private static final String SLICE = "events-us-from-2026-11-23t02-00-1f5f4f0e";
    private static final String LATER_SLICE = "events-us-from-2026-11-24t02-00-5a5f4f0e";

    @TempDir
    private static Path folder;

    private static String home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** On Tuesday, c1 has another price, c2 is not returned, and c3 is new. */
    @BeforeAll
    static void build() {
        home = System.setProperty("tourbus.home", Path.of("").toAbsolutePath().toString());
        var lake = new TestLake(folder.resolve("lake"));
        lake.write("concerts", MONDAY, SLICE, List.of(concertOn(MONDAY, "c1", 10), concertOn(MONDAY, "c2", 10)));
        lake.write("artists", MONDAY, "a", List.of(artist("a1", "2026-11-23T02:00:01Z", MONDAY, "a", 50)));
        lake.manifest(MONDAY);
        lake.write(
                "concerts", TUESDAY, LATER_SLICE, List.of(concertOn(TUESDAY, "c1", 20), concertOn(TUESDAY, "c3", 30)));
        lake.write("artists", TUESDAY, "a", List.of(artist("a1", "2026-11-24T02:00:01Z", TUESDAY, "a", 53)));
        lake.manifest(TUESDAY);
        assertThat(new QueryCommandTest().execute("state", "warehouse")).isZero();
    }

    @AfterAll
    static void restore() {
        if (home == null) {
            System.clearProperty("tourbus.home");
        } else {
            System.setProperty("tourbus.home", home);
        }
    }

    private static String concertOn(String run, String id, int price) {
        var day = run.equals(MONDAY) ? "2026-11-23" : "2026-11-24";
        return concert(id, day + "T02:00:01Z", run, run.equals(MONDAY) ? SLICE : LATER_SLICE, price);
    }

    private int execute(String state, String... words) {
        return execute(folder.resolve("lake"), state, words);
    }

    private int execute(Path lake, String state, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.add("--set=tourbus.warehouse.lake-folder=" + lake);
        arguments.add("--set=tourbus.state.folder=" + folder.resolve(state));
        return TourbusCommand.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private List<String> csv(String sql) {
        assertThat(execute("state", "query", "--format=csv", sql))
                .as(err.toString())
                .isZero();
        return out.toString().lines().skip(1).toList();
    }

    @Test
    void aTableAlignsNumbersAndCountsRows() {
        assertThat(execute(
                        "state", "query", "SELECT concert_id, price_ranges[1].min AS price FROM concerts ORDER BY 1"))
                .isZero();

        assertThat(out.toString()).isEqualTo("""
                concert_id    price
                c1          20.5000
                c2          10.5000
                c3          30.5000
                (3 rows)
                """);
    }

    @Test
    void aTableShowsTheFirstRowsAndNoControlCharacters() {
        execute("state", "query", "--rows=2", "SELECT i, 'a' || chr(27) AS t FROM range(5) r(i)");

        assertThat(out.toString()).isEqualTo("""
                i  t
                0  a
                1  a
                (the first 2 rows; use --rows for more, or --format csv for all)
                """);
    }

    @Test
    void csvQuotesWhatItMust() {
        assertThat(csv("SELECT 'a\"b,c', '', NULL, ticket_prices FROM concerts WHERE concert_id = 'c1'"))
                .containsExactly("\"a\"\"b,c\",\"\",,\"{\"\"standard\"\":20.5000}\"");
    }

    @Test
    void jsonKeepsTypes() throws IOException {
        execute(
                "state",
                "query",
                "--format=json",
                "SELECT concert_id, local_date, test, ticket_prices, performers[2].artist_id AS a, 'inf'::DOUBLE AS i,"
                        + " sum(1) OVER () AS s, 'x\"' AS t FROM concerts ORDER BY 1");

        assertThat(new ObjectMapper().readTree(out.toString()).toString())
                .startsWith("[{\"concert_id\":\"c1\",\"local_date\":\"2027-01-02\",\"test\":null,"
                        + "\"ticket_prices\":{\"standard\":20.5},\"a\":null,\"i\":null,\"s\":3,\"t\":\"x\\\"\"},");
    }

    @Test
    void parquetIsWrittenToAFile() throws IOException {
        var file = folder.resolve("result.parquet");

        assertThat(execute("state", "query", "--format=parquet", "--output=" + file, "SELECT * FROM concerts"))
                .as(err.toString())
                .isZero();

        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .startsWith("PAR1")
                .endsWith("PAR1");
        assertThat(execute("state", "query", "--format=parquet", "SELECT 1")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFileThatCannotBeWrittenAndAnUnknownFormatAreNamed() {
        var file = folder.resolve("missing/x.csv");

        assertThat(execute("state", "query", "--output=" + file, "SELECT 1")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .startsWith("tourbus: The result cannot be written to %s: the folder does not exist.".formatted(file));
        assertThat(execute("state", "query", "--format=xml", "SELECT 1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--format is not valid: 'xml'. Use table, csv, json, parquet");
    }

    /** Runs statements at the prompt, which continues after errors. @return the errors */
    private List<String> prompt(List<String> lines) {
        try (var warehouse = TestWarehouse.read(folder);
                var session = QuerySession.open(warehouse, Path.of("warehouse/views"), BuildListener.NONE)) {
            new QueryReader(session, new PrintWriter(out, true), OutputFormat.TABLE, 10)
                    .prompt(new BufferedReader(new StringReader(String.join("\n", lines))), new PrintWriter(err, true));
        }
        return err.toString().lines().toList();
    }

    @Test
    void anErrorIsOneLineWithItsPosition() {
        var errors = prompt(List.of(
                "SELECT * FORM venues x;",
                "SELECT nme",
                "FROM venues;",
                "FROM concrts;",
                "SELECT concert_id::INT FROM concerts;",
                "SELECT '%s', nme FROM venues WHERE name = '%s';".formatted("x".repeat(200), "y".repeat(200)),
                ".schema nothing",
                ".nothing",
                "SELECT 7 AS seven;",
                ".quit",
                "SELECT 8 AS eight;"));

        assertThat(errors).hasSize(7).allMatch(error -> error.startsWith("tourbus: "));
        assertThat(errors.get(0)).endsWith("syntax error at or near \"venues\" (line 1, column 15)");
        assertThat(errors.get(1)).contains("\"nme\" not found in FROM clause").endsWith("(line 1, column 8)");
        assertThat(errors.get(2)).endsWith("Did you mean \"concerts\"? (line 1, column 6)");
        assertThat(errors.get(3)).endsWith("(line 1, column 18)");
        assertThat(errors.get(4)).endsWith("(line 1, column 212)");
        assertThat(errors.get(5)).contains("There is no table or view nothing");
        assertThat(errors.get(6)).contains("There is no command .nothing");
        assertThat(out.toString())
                .containsPattern("vanished_concerts +view +Concerts of today")
                .contains("seven\n    7\n")
                .doesNotContain("eight");
    }

    @Test
    void aTableThatAnEarlierVersionDidNotCreateIsAnErrorUntilTheNextBuild() throws SQLException {
        var catalog = CatalogSettings.file(
                CatalogSettings.Type.JDBC,
                folder.resolve("state/warehouse/catalog").toString(),
                "");
        try (var database = DriverManager.getConnection(catalog.url());
                var statement = database.createStatement()) {
            statement.executeUpdate("DELETE FROM iceberg_tables WHERE table_name = 'artist_links'");
        }

        assertThat(prompt(List.of(
                        "SHOW TABLES;", "FROM artist_links;", "FROM artist_identity_conflicts;", "FROM artist_links;")))
                .hasSize(3)
                .containsOnly(
                        "tourbus: The table artist_links does not exist yet. Run `tourbus warehouse`, which creates it.");
        assertThat(execute("state", "warehouse")).isZero();
        assertThat(csv("SELECT count(*) FROM artist_links").get(0)).isNotEqualTo("0");
    }

    @Test
    void theQueriesOfTheDocumentationRun() throws IOException {
        var queries = Pattern.compile("(?m)^    SELECT[^;]*;$")
                .matcher(Files.readString(Path.of("docs/query.md")))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(queries).hasSize(12);
        assertThat(prompt(queries)).isEmpty();
    }

    @Test
    void aWrongStatementIsWrongUse() {
        assertThat(execute("state", "query", "SELECT 1 +")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("tourbus: Parser Error: syntax error at end of input\n");
        assertThat(execute("state", "query", " ")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("The query is empty.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void statementsCannotWriteOrReadOtherFiles() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("secret.csv"), "secret");
        var statements = Stream.of(
                        "COPY (SELECT 1) TO 'FOLDER/state/warehouse/x.csv';",
                        "CREATE TABLE t AS SELECT 1;",
                        "DROP VIEW concerts;",
                        "ATTACH 'FOLDER/x.db';",
                        "SET memory_limit = '10GB';",
                        "SELECT * FROM read_text('FOLDER/secret.txt');",
                        "FROM 'FOLDER/secret.csv';",
                        "FROM glob('FOLDER/*');",
                        "FROM 'https://localhost:1/x.csv';",
                        "SELECT 1) AS x(c0) UNION (SELECT 2;")
                .map(statement -> statement.replace("FOLDER", folder.toString()))
                .toList();

        assertThat(prompt(statements)).hasSameSizeAs(statements);

        assertThat(out.toString()).doesNotContain("secret");
        assertThat(folder.resolve("state/warehouse/x.csv")).doesNotExist();
        assertThat(folder.resolve("x.db")).doesNotExist();
    }

    @Test
    void withoutTablesTheLakeIsRead() throws IOException {
        assertThat(execute("none", "query", "--format=csv", "SELECT concert_id, record_hash FROM concerts ORDER BY 1"))
                .isZero();

        assertThat(out.toString()).isEqualTo("concert_id,record_hash\nc1,hash20\nc2,hash10\nc3,hash30\n");
        assertThat(err.toString())
                .contains("There are no tables yet. Reading the lake; `tourbus warehouse` builds tables");
        assertThat(folder.resolve("none/warehouse")).doesNotExist();
    }

    @Test
    void withoutTablesAndLakeTheMessageNamesTheFolder() throws IOException {
        var empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(execute(empty, "none", "query", "SELECT 1")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).isEqualTo("tourbus: No run has a manifest in %s/raw/_runs/.\n".formatted(empty));
    }

    private int pipe(String text) {
        var in = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return execute("state", "query");
        } finally {
            System.setIn(in);
        }
    }

    @Test
    void anErrorInAPipeNamesThePositionInTheWholeText() {
        assertThat(pipe(".schema ticket_prices\nSELECT 1 AS one;\n\nSELECT 2; SELECT\n nope;\n"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).endsWith("(line 5, column 2)\n");
    }

    @Test
    void aPipeRunsStatementsAndCommands() {
        assertThat(pipe(".schema ticket_prices\nSELECT 1 AS one;\n\nSELECT\n 2 AS two"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("tier         VARCHAR").endsWith("one\n  1\n(1 row)\ntwo\n  2\n(1 row)\n");
    }

    @Test
    void concertsHaveTheNamesOfArtistAndVenue() {
        assertThat(csv("SELECT concert_id, artist, performers FROM concerts_with_artist_and_venue ORDER BY 1"))
                .hasSize(3)
                .contains("c1,Ann,\"[\"\"Ann\"\",\"\"Bob\"\"]\"");
    }

    @Test
    void changesBetweenTwoDaysAreNamed() {
        assertThat(csv("SELECT concert_id, change FROM concert_changes WHERE changed_at >= '2026-11-24' ORDER BY 1"))
                .containsExactly("c1,prices", "c3,new");
    }

    @Test
    void aConcertThatTheLastRunDidNotReturnVanished() {
        assertThat(csv("SELECT concert_id, last_seen_in, missing_in FROM vanished_concerts"))
                .containsExactly("c2," + MONDAY + "," + TUESDAY);
    }

    @Test
    void pricesAndPopularityHaveAHistory() {
        assertThat(csv("SELECT min, previous_min FROM price_history WHERE concert_id = 'c1' ORDER BY observed_at"))
                .containsExactly("10.5000,", "20.5000,10.5000");
        out.getBuffer().setLength(0);
        assertThat(csv("SELECT name, popularity, popularity_change FROM artist_popularity_over_time ORDER BY 2"))
                .containsExactly("Artist a1,50,", "Artist a1,53,3");
    }
}
