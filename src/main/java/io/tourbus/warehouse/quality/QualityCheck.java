package io.tourbus.warehouse.quality;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.DuckDb.DuckDbException;
import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.quality.Rule.Kind;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Evaluates the rules: one query for each table, and one that compares runs. */
public final class QualityCheck {

    private final List<Rule> rules;

    private QualityCheck(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads the rules of Tourbus and those of the user.
     *
     * @param home the folder against which relative paths are resolved
     * @throws ConfigurationException if a rule is not valid; it lists all problems
     */
    public static QualityCheck read(Settings settings, Path home) {
        return read(settings.text("tourbus.warehouse.rules-file").map(home::resolve));
    }

    static QualityCheck read(Optional<Path> own) {
        return new QualityCheck(RuleFile.read(own));
    }

    /**
     * Checks the expressions of the rules, without reading a table.
     *
     * @throws ConfigurationException if an expression is not valid
     */
    public void validate(DuckDb duck) {
        List<String> problems = new ArrayList<>();
        for (var rule : rules) {
            if (rule.kind() == Kind.SQL || rule.kind() == Kind.RANGE) {
                problem(duck, rule)
                        .ifPresent(problem -> problems.add("Rule %s: %s Correct it in tourbus.warehouse.rules-file."
                                .formatted(rule.id(), problem)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private static Optional<String> problem(DuckDb duck, Rule rule) {
        try {
            var type = duck.rows(RuleSql.test(rule, IcebergTable.noRows(table(rule.table()))), row -> row.getString(2))
                    .get(0);
            return type.equals("BOOLEAN")
                    ? Optional.empty()
                    : Optional.of("its expression is of type %s, not BOOLEAN.".formatted(type));
        } catch (DuckDbException e) {
            return Optional.of("its expression is wrong: %s.".formatted(firstLine(e)));
        }
    }

    private static String firstLine(DuckDbException failure) {
        return failure.getMessage().strip().lines().findFirst().orElse("").replaceFirst("[.!]$", "");
    }

    private static Table table(String name) {
        return WarehouseTables.all().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Evaluates all rules.
     *
     * @throws ConfigurationException if an expression cannot be evaluated
     */
    public QualityReport evaluate(IcebergTables tables, DuckDb duck) {
        usedTables().distinct().forEach(name -> tables.createView(duck, table(name)));
        Map<String, RuleResult> results = new HashMap<>();
        comparePrevious(duck, results);
        for (var table : WarehouseTables.all()) {
            var ofTable = rules.stream()
                    .filter(rule -> rule.table().equals(table.name()) && rule.kind() != Kind.PREVIOUS_RUN)
                    .toList();
            if (!ofTable.isEmpty()) {
                evaluate(duck, table, ofTable).forEach(result -> results.put(result.rule(), result));
            }
        }
        return new QualityReport(
                rules.stream().map(rule -> results.get(rule.id())).toList());
    }

    private Stream<String> usedTables() {
        return Stream.concat(
                        Stream.of(WarehouseTables.LOADS.name(), WarehouseTables.RUNS.name()),
                        rules.stream().flatMap(rule -> Stream.of(rule.table(), rule.references())))
                .filter(name -> !name.isEmpty());
    }

    private List<RuleResult> evaluate(DuckDb duck, Table table, List<Rule> ofTable) {
        try {
            return RuleSql.results(duck, table, ofTable);
        } catch (DuckDbException e) {
            for (var rule : ofTable) {
                requireEvaluable(duck, table, rule);
            }
            throw e;
        }
    }

    private static void requireEvaluable(DuckDb duck, Table table, Rule rule) {
        try {
            RuleSql.results(duck, table, List.of(rule));
        } catch (DuckDbException e) {
            throw new ConfigurationException(
                    List.of("Rule %s cannot be evaluated: %s. Correct it in tourbus.warehouse.rules-file."
                            .formatted(rule.id(), firstLine(e))));
        }
    }

    private void comparePrevious(DuckDb duck, Map<String, RuleResult> results) {
        record Comparison(long before, long missing, String run) {}
        Map<String, Comparison> comparisons = new HashMap<>();
        duck.rows(
                RuleSql.previousRun(),
                row -> comparisons.put(
                        row.getString(1), new Comparison(row.getLong(2), row.getLong(3), row.getString(4))));
        for (var rule : rules) {
            if (rule.kind() == Kind.PREVIOUS_RUN) {
                var found = comparisons.getOrDefault(rule.table(), new Comparison(0, 0, null));
                results.put(rule.id(), RuleResult.of(rule, found.before(), found.missing(), found.run()));
            }
        }
    }
}
