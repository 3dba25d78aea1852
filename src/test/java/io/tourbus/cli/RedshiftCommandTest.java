package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.cli.exit.ExitCode;
import io.tourbus.redshift.DataApiStub;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command with a simulated Data API. */
class RedshiftCommandTest {

    private static final String ROLE = "tourbus.redshift.role-arn=arn:aws:iam::123456789012:role/redshift";
    private static final String WORKGROUP = "tourbus.redshift.workgroup=concerts";

    private final Map<String, String> before = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private DataApiStub api;

    @BeforeEach
    void start() throws IOException {
        api = DataApiStub.start();
        set("tourbus.home", Path.of("").toAbsolutePath().toString());
        set("aws.accessKeyId", "id");
        set("aws.secretAccessKey", "key");
        set("aws.endpointUrlRedshiftData", api.address().toString());
    }

    private void set(String key, String value) {
        before.put(key, System.setProperty(key, value));
    }

    @AfterEach
    void stop() {
        api.close();
        before.forEach((key, value) -> {
            if (value == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, value);
            }
        });
    }

    private int redshift(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "redshift";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return TourbusCommand.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private static String rows(String sql) {
        if (sql.startsWith("SELECT sha256")) {
            return "[]";
        }
        if (sql.contains("UNION ALL")) {
            return "[[\"artists\", 2744], [\"venues\", 400], [\"concerts\", 3000]]";
        }
        return sql.contains("GROUP BY load_id")
                ? "[[\"20261129T001255Z-a013\", \"2026-11-29 00:13:14.198594\", 96, \"12288\", 2]]"
                : "[[96, \"12288\"]]";
    }

    @Test
    void loadPrintsTheRowsOfEachTable() {
        api.answer(RedshiftCommandTest::rows);

        assertThat(redshift("load", "--set", ROLE, "--set", WORKGROUP)).isZero();

        assertThat(err).hasToString("");
        assertThat(out.toString().lines())
                .startsWith("table      rows  added", "artists   2,744     +0", "venues      400     +0")
                .last()
                .asString()
                .matches("load \\d{8}T\\d{6}Z-[0-9a-f]{4}: 96 new objects with 12,288 records");
        assertThat(api.run()).anyMatch(sql -> sql.startsWith("MERGE INTO concert_dw.concerts"));
    }

    @Test
    void aFailedLoadIsOneLine() {
        api.answer(RedshiftCommandTest::rows);
        api.failStatement("INSERT INTO raw_venues", "ERROR: Spectrum Scan Error");

        assertThat(redshift("load", "--set", ROLE, "--set", WORKGROUP)).isEqualTo(ExitCode.FAILED);

        assertThat(out).hasToString("");
        assertThat(err.toString().lines())
                .containsExactly(
                        "tourbus: Redshift: the load failed in statement 8 of 32 (INSERT INTO raw_venues): ERROR: Spectrum Scan Error");
    }

    @Test
    void statusNeedsNoRole() {
        api.answer(RedshiftCommandTest::rows);

        assertThat(redshift("status", "--set", WORKGROUP)).isZero();

        assertThat(out.toString().lines())
                .contains(
                        "load                   loaded at                   objects  records  runs",
                        "20261129T001255Z-a013  2026-11-29 00:13:14.198594       96   12,288     2",
                        "concerts  3,000");
    }

    @Test
    void statusWithoutLoadsNamesTheCommand() {
        api.failStatement("concert_dw", "ERROR: schema \"concert_dw\" does not exist");

        assertThat(redshift("status", "--set", WORKGROUP)).isZero();

        assertThat(out.toString().strip()).isEqualTo("No load has added objects yet. Run `tourbus redshift load`.");
    }

    @Test
    void anotherDatabaseIsAFailure() {
        api.failStatement("concert_dw", "FATAL: database \"dve\" does not exist");

        assertThat(redshift("status", "--set", WORKGROUP)).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString().strip()).isEqualTo("tourbus: Redshift: FATAL: database \"dve\" does not exist");
    }

    @Test
    void planPrintsSqlOnly() {
        assertThat(redshift("plan", "--set", ROLE)).isZero();

        assertThat(out.toString()).startsWith("BEGIN;").contains("MERGE INTO concert_dw.artists");
        assertThat(err).hasToString("");
        assertThat(api.run()).isEmpty();
    }
}
