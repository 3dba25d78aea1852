package io.tourbus.cli;

import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.SkippedObject;
import io.tourbus.warehouse.Warehouse;
import io.tourbus.warehouse.query.OutputFormat;
import io.tourbus.warehouse.query.QueryException;
import io.tourbus.warehouse.query.QueryReader;
import io.tourbus.warehouse.query.QuerySession;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code tourbus query [SQL]}: reads the tables of the warehouse. */
@Command(
        name = "query",
        description = "Query the tables of the warehouse with SQL.",
        footer = {
            "",
            "Without SQL, it reads statements from standard input, or opens a prompt on a terminal. Queries change nothing. If"
                    + " there are no tables yet, it reads the lake, which takes longer.",
            "",
            "Examples:",
            "  tourbus query \"SELECT count(*) FROM concerts\"",
            "  tourbus query --format csv \"SELECT name, city FROM venues\" > venues.csv",
            "  tourbus query --sandbox"
        })
public final class QueryCommand extends AbstractCommand {

    @Parameters(paramLabel = "SQL", arity = "0..1", description = "a query in the SQL of DuckDB")
    private String sql;

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private OutputFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "write the result to FILE")
    private Path output;

    @Option(
            names = "--rows",
            defaultValue = "1000",
            paramLabel = "N",
            description = "show at most N rows in a table; default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(names = "--sandbox", description = "read what `./tourbus sandbox` left")
    private boolean sandbox;

    @Override
    public Integer call() {
        if (rows < 1) {
            throw usageError("--rows is %d. Use 1 or more.".formatted(rows));
        }
        if (format == OutputFormat.PARQUET && (output == null || sql == null)) {
            throw usageError("--format parquet requires SQL and --output FILE.");
        }
        try (var warehouse = SettingsFile.read(
                        overrides(Map.of(), sandbox ? WarehouseCommand.SANDBOX : Map.of(), setting -> "--sandbox"),
                        settings -> Warehouse.readTables(
                                settings,
                                Home.path(),
                                StateSettings.read(settings).folder()));
                var session = QuerySession.open(warehouse, Home.path().resolve("warehouse/views"), new Progress())) {
            query(session);
            return ExitCode.COMPLETE;
        } catch (QueryException e) {
            printError(e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            return fail("The result cannot be written to %s: %s. Check the folder, its permissions and the disk."
                    .formatted(
                            output, e instanceof NoSuchFileException ? "the folder does not exist" : e.getMessage()));
        } finally {
            out().flush();
        }
    }

    private void query(QuerySession session) throws IOException {
        if (format == OutputFormat.PARQUET) {
            session.writeParquet(sql, output);
        } else if (output == null) {
            query(session, out());
        } else {
            try (var file = new PrintWriter(Files.newBufferedWriter(output, StandardCharsets.UTF_8))) {
                query(session, file);
                if (file.checkError()) {
                    throw new IOException("not all data was written");
                }
            }
        }
    }

    private void query(QuerySession session, PrintWriter to) {
        var reader = new QueryReader(session, to, format, rows);
        if (sql != null) {
            reader.run(sql);
            return;
        }
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        if (System.console() == null) {
            reader.runAll(in);
        } else {
            reader.prompt(in, new PrintWriter(System.err, true, Charset.defaultCharset()));
        }
    }

    private static final class FormatConverter implements ITypeConverter<OutputFormat> {

        @Override
        public OutputFormat convert(String value) {
            return Arrays.stream(OutputFormat.values())
                    .filter(format -> format.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'%s' is not a format. Use table, csv, json or parquet".formatted(value)));
        }
    }

    /** Says why a query without tables takes long. */
    private final class Progress implements BuildListener {

        private boolean explained;

        @Override
        public void skipped(SkippedObject object) {
            printError("%s: %s".formatted(object.object(), object.reason()));
        }

        @Override
        public void applied(int objects, long records, List<RecordKind> kinds) {
            if (objects > 0 && !explained) {
                printError(
                        "There are no tables yet. Reading the lake; `tourbus warehouse` builds tables that later queries use.");
                explained = true;
            }
        }
    }
}
