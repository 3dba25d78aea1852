package io.tourbus.warehouse.quality;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.quality.Rule.Kind;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The queries that evaluate rules. Each rule gets three columns: rows to which it applies, violations, and an example. */
final class RuleSql {

    /**
     * The names of slices contain the query, as in the view {@code vanished_concerts}. They end with {@code due} if the run has read
     * only what was due.
     */
    private static final String PREVIOUS_RUN = """
            WITH counted AS (
                SELECT
                    "table",
                    run_id,
                    regexp_extract(run_id, '^[^-]+-(.+)-[^-]+$', 1) AS job,
                    regexp_replace(
                        regexp_extract(object_key, '[^/_]+_([^/]+?)(-letter-[0-9]+)?[.]ndjson[.]gz$', 1),
                        '(-from-.*|-tba|-tbd)?-[0-9a-f]{8}$', '') AS query,
                    sum(lines) AS records
                FROM loads
                SEMI JOIN (SELECT run_id FROM runs WHERE status = 'complete') USING (run_id)
                GROUP BY ALL),
            compared AS (
                SELECT *, lag(records) OVER (PARTITION BY "table", job, query ORDER BY run_id) AS before
                FROM counted
                WHERE query NOT LIKE '%-due')
            SELECT "table", sum(before), greatest(0, sum(before) - sum(records)), any_value(run_id)
            FROM (FROM compared QUALIFY run_id = max(run_id) OVER (PARTITION BY "table"))
            WHERE before IS NOT NULL
            GROUP BY "table"
            """;

    private RuleSql() {}

    /** Returns a query with a row for each table: its name and the three columns. */
    static String previousRun() {
        return PREVIOUS_RUN;
    }

    /** Returns a query with one row for all rules of a table. */
    static String query(Table table, List<Rule> rules) {
        List<String> columns = new ArrayList<>();
        var joins = new StringBuilder();
        for (var rule : rules) {
            columns.add(columns(table, rule));
            joins.append(join(rule));
        }
        return "SELECT %s FROM %s AS r%s"
                .formatted(String.join(",\n", columns), Dialect.DUCKDB.quote(table.name()), joins);
    }

    private static String columns(Table table, Rule rule) {
        if (rule.kind() == Kind.UNIQUE) {
            return "count(*), count(*) - count(DISTINCT (%s)), NULL".formatted(quoted(rule.columns(), ", ", "%s"));
        }
        var key = table.key().stream()
                .map(column -> "CAST(%s AS VARCHAR)".formatted(column(column)))
                .collect(Collectors.joining(", "));
        return "%s, count(*) FILTER (%2$s), min(concat_ws(' ', %3$s)) FILTER (%2$s)"
                .formatted(checked(rule), violated(rule), key);
    }

    private static String checked(Rule rule) {
        return rule.kind() == Kind.REFERENCE || rule.kind() == Kind.RANGE
                ? "count(%s)".formatted(column(rule.columns().get(0)))
                : "count(*)";
    }

    private static String violated(Rule rule) {
        return switch (rule.kind()) {
            case REFERENCE ->
                "%s IS NOT NULL AND %s._id IS NULL"
                        .formatted(column(rule.columns().get(0)), alias(rule));
            case NOT_NULL -> quoted(rule.columns(), " OR ", "%s IS NULL");
            case RANGE -> range(rule);
            case SQL -> "NOT (%s\n)".formatted(rule.sql());
            case MANIFEST ->
                "r.objects IS DISTINCT FROM coalesce(%1$s._objects, 0) OR NOT %1$s._redone AND r.records <> %1$s._records"
                        .formatted(alias(rule));
            case UNIQUE, PREVIOUS_RUN -> throw new IllegalArgumentException(rule.id());
        };
    }

    private static String range(Rule rule) {
        var column = column(rule.columns().get(0));
        List<String> outside = new ArrayList<>();
        rule.min().ifPresent(min -> outside.add("%s < (%s\n)".formatted(column, min)));
        rule.max().ifPresent(max -> outside.add("%s > (%s\n)".formatted(column, max)));
        return String.join(" OR ", outside);
    }

    private static String column(String name) {
        return "r." + Dialect.DUCKDB.quote(name);
    }

    private static String quoted(List<String> columns, String separator, String format) {
        return columns.stream().map(RuleSql::column).map(format::formatted).collect(Collectors.joining(separator));
    }

    private static String alias(Rule rule) {
        return Dialect.DUCKDB.quote("rule " + rule.id());
    }

    /** Joins what rules compare rows with: at most one row for each. */
    private static String join(Rule rule) {
        return switch (rule.kind()) {
            case REFERENCE ->
                "\nLEFT JOIN (SELECT DISTINCT %s AS _id FROM %s) AS %s ON %s = %3$s._id"
                        .formatted(
                                Dialect.DUCKDB.quote(key(rule.references())),
                                Dialect.DUCKDB.quote(rule.references()),
                                alias(rule),
                                column(rule.columns().get(0)));
            case MANIFEST ->
                // A slice that was redone has several versions, which can have different numbers of lines.
                """

                        LEFT JOIN (SELECT run_id AS _run, count(*) AS _objects, sum(lines) AS _records,
                            bool_or(listed LIKE '%%,%%') AS _redone FROM loads GROUP BY run_id) AS %s ON r.run_id = %1$s._run""".formatted(alias(rule));
            default -> "";
        };
    }

    private static String key(String table) {
        return WarehouseTables.all().stream()
                .filter(found -> found.name().equals(table))
                .findFirst()
                .orElseThrow()
                .key()
                .get(0);
    }

    /** Returns a query that finds mistakes in the expressions of a rule: its type must be boolean. @param rows a query */
    static String test(Rule rule, String rows) {
        return "DESCRIBE SELECT (%s) FROM (%s) AS r"
                .formatted(rule.kind() == Kind.SQL ? rule.sql() + "\n" : range(rule), rows);
    }

    /** Returns the results in a row of {@link #query}. */
    static List<RuleResult> results(DuckDb duck, Table table, List<Rule> rules) {
        return duck.rows(query(table, rules), row -> {
                    List<RuleResult> results = new ArrayList<>();
                    for (var i : IntStream.range(0, rules.size()).toArray()) {
                        results.add(RuleResult.of(
                                rules.get(i),
                                row.getLong(3 * i + 1),
                                row.getLong(3 * i + 2),
                                row.getString(3 * i + 3)));
                    }
                    return results;
                })
                .get(0);
    }
}
