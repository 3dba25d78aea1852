package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.state.State;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a lake that a run has written. */
class WarehouseCommandTest {

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void run() throws IOException {
        sandbox = new SandboxContext(folder, 20, 30, 40);
        sandbox.run("venue-refresh");
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private int warehouse(String state, String... options) {
        return execute("warehouse", state, options);
    }

    private int execute(String command, String state, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(options));
        arguments.add("--set=tourbus.lake.bucket=concert-data-raw");
        arguments.add("--set=tourbus.state.folder=" + folder.resolve(state));
        return TourbusCommand.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    private static long rows(JsonNode result, String table) {
        for (var size : result.get("tables")) {
            if (size.get("table").asText().equals(table)) {
                return size.get("rows").asLong();
            }
        }
        throw new AssertionError(table);
    }

    @Test
    void itReadsTheBucketAndWritesTheTablesThere() throws IOException {
        var records = sandbox.lines("normalized/venues").size();
        var location = "--set=tourbus.warehouse.location=s3://concert-data-raw/warehouse";

        assertThat(warehouse("s3", location, "--json")).as(err.toString()).isZero();

        assertThat(records).isPositive();
        assertThat(json().get("records").asLong()).isEqualTo(records);
        var rowsBefore = rows(json(), "venues");
        assertThat(rowsBefore).isEqualTo(records);
        assertThat(sandbox.file("warehouse/concert_lake/venues/data")).isNotEmptyDirectory();

        out.getBuffer().setLength(0);
        assertThat(warehouse("s3", location, "--json")).isZero();
        assertThat(json().get("objects").asLong()).isZero();

        out.getBuffer().setLength(0);
        assertThat(execute("query", "s3", location, "--format=csv", "SELECT count(*) AS n FROM venues"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).isEqualTo("n\n%d\n".formatted(rowsBefore));
    }

    @Test
    void aFolderNeedsNoCredentialsAndPrintsATable() {
        var lake = "--set=tourbus.warehouse.lake-folder=" + sandbox.file("");

        assertThat(warehouse("folder", lake)).as(err.toString()).isZero();

        assertThat(out.toString())
                .containsPattern("table +rows +added +files")
                .containsPattern("venues +\\d+ +\\+\\d+ +1")
                .containsPattern("applied \\d+ objects? with \\d+ records? of 1 run\\R")
                .contains("The tables are in " + folder.resolve("folder/warehouse"));
    }

    @Test
    void optionsThatExcludeEachOtherAreNamed() {
        assertThat(warehouse("folder", "--day=2026-11-29", "--since=2026-11-29"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).startsWith("tourbus: --day=DAY, --since=DAY exclude each other. Use one of them.\n");
    }

    @Test
    void aFailingRuleSetsTheExitCodeAndIsSentAndExported() throws IOException {
        var lake = "--set=tourbus.warehouse.lake-folder=" + sandbox.file("");
        var rules = Files.writeString(
                folder.resolve("rules.yaml"),
                "- {id: no-venues, table: venues, kind: sql, severity: error, sql: 'false'}");
        var own = "--set=tourbus.warehouse.rules-file=" + rules;

        assertThat(warehouse("rules", lake, own)).as(err.toString()).isEqualTo(ExitCode.PARTIAL);
        assertThat(out.toString())
                .containsPattern("no-venues +venues +error +failed")
                .contains("1 failed with severity error");
        assertThat(folder.resolve("rules/warehouse/metrics.prom"))
                .content()
                .contains("tourbus_warehouse_rule_failed{rule=\"no-venues\",severity=\"error\",table=\"venues\"} 1.0");
        try (var state = State.open("jdbc:h2:file:" + folder.resolve("rules/warehouse/alerts"), "", "")) {
            assertThat(state.keyValues().get("alerts of warehouse").orElseThrow())
                    .contains("no-venues")
                    .contains("\"untold\":[]");
        }

        out.getBuffer().setLength(0);
        assertThat(execute("warehouse", "rules", "--set=tourbus.lake.bucket=", "--check", "--json"))
                .as(err.toString())
                .isZero();
        assertThat(json().get("rules").findValuesAsText("rule"))
                .contains("concerts-key")
                .doesNotContain("no-venues");
    }

    @Test
    void aRuleThatIsNotValidStopsTheCommand() throws IOException {
        var rules = Files.writeString(folder.resolve("bad.yaml"), "- {id: x, table: venues}");

        assertThat(warehouse(
                        "bad",
                        "--set=tourbus.warehouse.lake-folder=" + sandbox.file(""),
                        "--set=tourbus.warehouse.rules-file=" + rules))
                .isEqualTo(ExitCode.CONFIGURATION);
        assertThat(err.toString().lines()).hasSize(2).first().asString().contains("rule x has no kind");
    }

    @Test
    void anEmptyLakeAndAMissingFolderAreNamed() throws IOException {
        var empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(warehouse("none", "--set=tourbus.warehouse.lake-folder=" + empty))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).isEqualTo("tourbus: No run has a manifest in %s/raw/_runs/.\n".formatted(empty));

        err.getBuffer().setLength(0);
        assertThat(warehouse("none", "--set=tourbus.warehouse.lake-folder=" + folder.resolve("missing")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("There is no lake in " + folder.resolve("missing"));
    }

    @Test
    void glueRequiresTablesOnS3() {
        assertThat(warehouse("glue", "--set=tourbus.warehouse.catalog=glue")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("tourbus.warehouse.catalog is glue, but the tables are in a folder");
    }
}
