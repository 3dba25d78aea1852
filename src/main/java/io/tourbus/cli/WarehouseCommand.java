package io.tourbus.cli;

import io.tourbus.app.SettingsFile;
import io.tourbus.app.StateSettings;
import io.tourbus.app.TourbusContext;
import io.tourbus.cli.text.Table;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.RunSelector;
import io.tourbus.warehouse.SkippedObject;
import io.tourbus.warehouse.Warehouse;
import io.tourbus.warehouse.WarehouseBuilder;
import io.tourbus.warehouse.schema.RecordKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus warehouse}: applies the records in the lake to the tables. */
@Command(
        name = "warehouse",
        description = "Build tables from the records in the lake.",
        footer = {
            "",
            "Applies the objects that the tables do not contain. You can repeat the command safely, also after it was killed."
                    + " An object that does not match its manifest or its schema is named and not used. The exit code is 3 then.",
            "",
            "Examples:",
            "  tourbus warehouse",
            "  tourbus warehouse --since 2026-11-01 --dry-run",
            "  tourbus warehouse --sandbox"
        })
public final class WarehouseCommand extends AbstractCommand {

    /** The settings for the lake that {@code tourbus sandbox} leaves. */
    static final Map<String, String> SANDBOX = Map.of(
            "tourbus.warehouse.lake-folder", "data/sandbox/lake/concert-data-raw",
            "tourbus.warehouse.location", "",
            "tourbus.warehouse.catalog", "jdbc",
            "tourbus.warehouse.url", "",
            "tourbus.state.folder", "data/sandbox");

    private static final class Runs {

        @Option(names = "--run", paramLabel = "RUN_ID", description = "apply only this run")
        private String run;

        @Option(names = "--day", paramLabel = "DAY", description = "apply only runs that began on this UTC day")
        private LocalDate day;

        @Option(
                names = "--since",
                paramLabel = "DAY",
                description = "apply only runs that began on this UTC day or later")
        private LocalDate since;

        @Option(names = "--rebuild", description = "delete all rows, and apply all runs again")
        private boolean rebuild;

        RunSelector selector() {
            if (run != null) {
                return RunSelector.run(run);
            }
            if (day != null) {
                return RunSelector.day(day);
            }
            return since == null ? RunSelector.ALL : RunSelector.since(since);
        }
    }

    @ArgGroup
    private Runs runs = new Runs();

    @Option(names = "--dry-run", description = "print what would be applied, and change nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print a JSON object")
    private boolean json;

    @Option(names = "--sandbox", description = "read the lake that `./tourbus sandbox` left")
    private boolean sandbox;

    @Override
    public Integer call() {
        if (dryRun && runs.rebuild) {
            throw usageError("--dry-run has no effect on --rebuild. Use one of them.");
        }
        try (var warehouse = SettingsFile.read(
                overrides(Map.of(), sandbox ? SANDBOX : Map.of(), setting -> "--sandbox"),
                settings -> Warehouse.read(
                        settings,
                        TourbusContext.folder(),
                        StateSettings.read(settings).folder()))) {
            requireRuns(warehouse);
            var result = warehouse.build(new Progress(), this::build);
            print(warehouse, result);
            return result.skipped().isEmpty() ? ExitCode.COMPLETE : ExitCode.PARTIAL;
        } finally {
            out().flush();
        }
    }

    /** @throws io.tourbus.lake.LakeException if no run has a manifest */
    private void requireRuns(Warehouse warehouse) {
        var lake = warehouse.lake();
        if (runs.run != null) {
            lake.manifest(runs.run);
        } else if (runs.day != null) {
            lake.runsOf(runs.day);
        } else {
            lake.latestRun();
        }
    }

    private BuildResult build(WarehouseBuilder builder) {
        if (dryRun) {
            return builder.dryRun(runs.selector());
        }
        return runs.rebuild ? builder.rebuild() : builder.build(runs.selector());
    }

    private void print(Warehouse warehouse, BuildResult result) {
        if (json) {
            printJson(result);
            return;
        }
        if (!dryRun) {
            var table = new Table(1, List.of("table", "rows", "added", "files"));
            result.tables()
                    .forEach(size -> table.add(List.of(
                            size.table(),
                            "%,d".formatted(size.rows()),
                            "%+,d".formatted(size.added()),
                            "%,d".formatted(size.files()))));
            print(table);
        }
        out().println("%s %,d objects with %,d records of %,d runs%s"
                .formatted(
                        dryRun ? "would apply" : "applied",
                        result.objects(),
                        result.records(),
                        result.runs(),
                        result.skipped().isEmpty()
                                ? ""
                                : "; %,d objects were not used"
                                        .formatted(result.skipped().size())));
        out().println("The tables are in " + warehouse.location());
    }

    /** Writes progress to standard error. */
    private final class Progress implements BuildListener {

        @Override
        public void skipped(SkippedObject object) {
            printError("%s: %s".formatted(object.object(), object.reason()));
        }

        @Override
        public void applied(int objects, long records, List<RecordKind> kinds) {
            if (objects > 0) {
                printError("applied %,d objects with %,d records".formatted(objects, records));
            }
        }
    }
}
