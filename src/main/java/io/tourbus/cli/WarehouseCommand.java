package io.tourbus.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tourbus.app.WarehouseTask;
import io.tourbus.app.WarehouseTask.Outcome;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ErrorHandler;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.TextTable;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.BuildResult;
import io.tourbus.warehouse.RunSelector;
import io.tourbus.warehouse.SkippedObject;
import io.tourbus.warehouse.Warehouse;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import io.tourbus.warehouse.schema.RecordKind;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                    + " An object that does not match its manifest or its schema is named and not used. The exit code is 3 then, and also if"
                    + " the data violates a rule with severity error.",
            "",
            "Examples:",
            "  tourbus warehouse",
            "  tourbus warehouse --since 2026-11-01 --dry-run",
            "  tourbus warehouse --check --rules",
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

        @Option(names = "--check", description = "only evaluate the rules for the data")
        private boolean check;

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

    @Option(names = "--rules", description = "print all rules, not only those that fail")
    private boolean rules;

    @Option(names = "--json", description = "print a JSON object")
    private boolean json;

    @Option(names = "--sandbox", description = "read the lake that `./tourbus sandbox` left")
    private boolean sandbox;

    @Override
    public Integer call() {
        if (dryRun && (runs.rebuild || runs.check)) {
            throw usageError("--dry-run has no effect on %s. Use one of them."
                    .formatted(runs.rebuild ? "--rebuild" : "--check"));
        }
        try (var task = WarehouseTask.read(
                overrides(Map.of(), sandbox ? SANDBOX : Map.of(), setting -> "--sandbox"),
                !runs.check,
                Clock.systemUTC())) {
            var outcome = run(task);
            print(task.warehouse(), outcome);
            outcome.quality().ifPresent(quality -> report(task, quality));
            return code(outcome);
        } finally {
            out().flush();
        }
    }

    private Outcome run(WarehouseTask task) {
        if (runs.check) {
            return task.check();
        }
        var warehouse = task.warehouse();
        requireRuns(warehouse);
        return dryRun
                ? new Outcome(
                        Optional.of(warehouse.build(new Progress(), builder -> builder.dryRun(runs.selector()))),
                        Optional.empty())
                : task.build(
                        new Progress(), builder -> runs.rebuild ? builder.rebuild() : builder.build(runs.selector()));
    }

    /** An alert that cannot be sent does not change the exit code. */
    private void report(WarehouseTask task, QualityReport quality) {
        try {
            task.report(quality, line -> (json ? err() : out()).println(line));
        } catch (RuntimeException e) {
            printError("alerts and metrics of the rules were not sent: " + ErrorHandler.message(e));
        }
    }

    private static int code(Outcome outcome) {
        var skipped =
                outcome.build().stream().anyMatch(build -> !build.skipped().isEmpty());
        var errors = outcome.quality().stream()
                .anyMatch(quality -> !quality.failed(Severity.ERROR).isEmpty());
        return skipped || errors ? ExitCode.PARTIAL : ExitCode.COMPLETE;
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

    private void print(Warehouse warehouse, Outcome outcome) {
        if (json) {
            printJson(Result.of(outcome));
            return;
        }
        outcome.build().ifPresent(this::print);
        outcome.quality().ifPresent(this::print);
        out().println("The tables are in " + warehouse.location());
    }

    private void print(BuildResult result) {
        if (!dryRun) {
            var table = new TextTable(1, List.of("table", "rows", "added", "files"));
            result.tables()
                    .forEach(size -> table.add(List.of(
                            size.table(),
                            "%,d".formatted(size.rows()),
                            "%+,d".formatted(size.added()),
                            "%,d".formatted(size.files()))));
            print(table);
        }
        out().println("%s %s with %s of %s%s"
                .formatted(
                        dryRun ? "would apply" : "applied",
                        count(result.objects(), "object"),
                        count(result.records(), "record"),
                        count(result.runs(), "run"),
                        result.skipped().isEmpty()
                                ? ""
                                : "; not used: " + count(result.skipped().size(), "object")));
    }

    private void print(QualityReport quality) {
        var shown = rules ? quality.rules() : quality.failed();
        if (!shown.isEmpty()) {
            out().println();
            var table = new TextTable(
                    4, List.of("rule", "table", "severity", "result", "rows", "violations", "percent", "allowed"));
            shown.forEach(rule -> table.add(List.of(
                    rule.rule(),
                    rule.table(),
                    rule.severity().label(),
                    rule.passed() ? "passed" : "failed",
                    "%,d".formatted(rule.checked()),
                    "%,d".formatted(rule.violations()),
                    RuleResult.decimal(rule.percent()),
                    RuleResult.decimal(rule.maxPercent()))));
            print(table);
            quality.failed().stream()
                    .map(rule -> rule.rule() + ": " + rule.description()
                            + (rule.example() == null ? "" : " Not so: " + rule.example()))
                    .forEach(out()::println);
        }
        out().println("%,d rules passed, %,d failed with severity error, %,d with severity warning"
                .formatted(
                        quality.rules().size() - quality.failed().size(),
                        quality.failed(Severity.ERROR).size(),
                        quality.failed(Severity.WARNING).size()));
    }

    /** The JSON output: the fields of both results that exist. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Result(@JsonUnwrapped BuildResult build, List<RuleResult> rules) {

        static Result of(Outcome outcome) {
            return new Result(
                    outcome.build().orElse(null),
                    outcome.quality().map(QualityReport::rules).orElse(null));
        }
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
                printError("applied %s with %s".formatted(count(objects, "object"), count(records, "record")));
            }
        }
    }
}
