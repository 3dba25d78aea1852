package io.tourbus.cli;

import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.TextTable;
import io.tourbus.redshift.LoadResult;
import io.tourbus.redshift.Redshift;
import io.tourbus.redshift.RedshiftStatus;
import io.tourbus.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus redshift}: loads the tables of the warehouse into Amazon Redshift. */
@Command(
        name = "redshift",
        description = "Load the tables of the warehouse into Amazon Redshift.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tourbus redshift plan > load.sql",
            "  tourbus redshift load",
            "  tourbus redshift status --last 5"
        })
public final class RedshiftCommand extends AbstractCommand {

    @Override
    public Integer call() {
        throw usageError("Missing command. Use plan, load or status.");
    }

    @Command(description = "Print the SQL that load runs. Connects to nothing.", mixinStandardHelpOptions = true)
    int plan() {
        String sql = SettingsFile.read(overrides(Map.of()), settings -> Redshift.plan(settings, Home.path()));
        out().print(sql);
        out().flush();
        return ExitCode.COMPLETE;
    }

    @Command(
            description = "Create the tables that are missing, and load them. You can repeat it safely.",
            mixinStandardHelpOptions = true)
    int load(@Option(names = "--json", description = "print a JSON object") boolean json) {
        var result = with(Redshift::toLoad, Redshift::load);
        result.missing().forEach(object -> printError(object + ": missing"));
        result.damaged().forEach(manifest -> printError("%s: %s".formatted(manifest.object(), manifest.reason())));
        if (json) {
            printJson(result);
        } else {
            print(result);
        }
        out().flush();
        return result.incomplete() ? ExitCode.PARTIAL : ExitCode.COMPLETE;
    }

    private void print(LoadResult result) {
        var table = new TextTable(1, List.of("table", "rows", "added"));
        result.tables()
                .forEach(rows ->
                        table.add(List.of(rows.table(), "%,d".formatted(rows.rows()), "%+,d".formatted(rows.added()))));
        print(table);
        out().println("load %s: %s with %s%s"
                .formatted(
                        result.load(),
                        count(result.objects(), "new object"),
                        count(result.records(), "record"),
                        result.incomplete()
                                ? "; not loaded: "
                                        + count(
                                                result.missing().size()
                                                        + result.damaged().size(),
                                                "object")
                                : ""));
    }

    @Command(description = "Print the last loads, and the rows of each table.", mixinStandardHelpOptions = true)
    int status(
            @Option(names = "--last", defaultValue = "10", paramLabel = "N", description = "how many; default: 10")
                    int last,
            @Option(names = "--json", description = "print a JSON object") boolean json) {
        if (last < 1) {
            throw usageError("--last is %d. Use 1 or more.".formatted(last));
        }
        var status = with(Redshift::toRead, redshift -> redshift.status(last));
        if (json) {
            printJson(status);
        } else {
            print(status);
        }
        out().flush();
        return ExitCode.COMPLETE;
    }

    private void print(RedshiftStatus status) {
        if (status.loads().isEmpty()) {
            out().println("No load has added objects yet. Run `tourbus redshift load`.");
            return;
        }
        var loads = new TextTable(2, List.of("load", "loaded at", "objects", "records", "runs"));
        status.loads()
                .forEach(load -> loads.add(List.of(
                        load.load(),
                        load.loadedAt(),
                        "%,d".formatted(load.objects()),
                        "%,d".formatted(load.records()),
                        "%,d".formatted(load.runs()))));
        print(loads);
        out().println();
        var rows = new TextTable(1, List.of("table", "rows"));
        status.rows().forEach((table, count) -> rows.add(List.of(table, "%,d".formatted(count))));
        print(rows);
    }

    private <T> T with(BiFunction<Settings, Path, Redshift> connect, Function<Redshift, T> work) {
        return SettingsFile.read(overrides(Map.of()), settings -> {
            try (var redshift = connect.apply(settings, Home.path())) {
                settings.check();
                return work.apply(redshift);
            }
        });
    }
}
