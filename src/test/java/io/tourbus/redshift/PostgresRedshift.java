package io.tourbus.redshift;

import io.tourbus.redshift.RedshiftSettings.Target;
import io.tourbus.state.PostgresCluster;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** PostgreSQL with the functions of Redshift that the SQL uses. What only Redshift knows is translated. */
final class PostgresRedshift implements RedshiftDatabase {

    private static final Pattern COPY = Pattern.compile(
            "(?s)COPY (\\w+) \\(([^)]+)\\)\\s+FROM '([^']+)'\\s+IAM_ROLE '[^']+'\\s+FORMAT AS JSON 'auto'(.*)");

    private final JdbcDatabase database;
    private final UnaryOperator<String> files;

    /** @param files returns the lines of an object of S3 as a JSON array: of the objects that a manifest lists, or of a file */
    PostgresRedshift(String url, UnaryOperator<String> files) {
        this.files = files;
        database = JdbcDatabase.open(
                new Target(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(url),
                        "",
                        Optional.of(PostgresCluster.USER),
                        Optional.empty(),
                        Optional.empty()),
                Duration.ofMinutes(1),
                Path.of("lib"));
        database.run(
                "functions",
                List.of(
                        "CREATE FUNCTION getdate() RETURNS TIMESTAMP LANGUAGE sql AS 'SELECT clock_timestamp() AT TIME ZONE ''UTC'''",
                        "CREATE FUNCTION json_serialize(JSON) RETURNS VARCHAR LANGUAGE sql AS 'SELECT $1::text'",
                        "CREATE FUNCTION json_size(JSON) RETURNS INTEGER LANGUAGE sql AS 'SELECT octet_length($1::text)'",
                        "CREATE FUNCTION is_array(JSON) RETURNS BOOLEAN LANGUAGE sql AS 'SELECT json_typeof($1) = ''array'''",
                        "CREATE SCHEMA concert_lake"));
        database.run(
                "tables",
                Arrays.stream(WarehouseTables.definitions(Dialect.REDSHIFT).split(";\n"))
                        .filter(sql -> sql.contains("CREATE TABLE"))
                        .map(this::translate)
                        .toList());
    }

    private String translate(String sql) {
        var copy = COPY.matcher(sql);
        if (copy.matches()) {
            var array = files.apply(copy.group(3)).replace("'", "''");
            return "INSERT INTO %1$s (%2$s) SELECT %2$s FROM json_populate_recordset(NULL::%1$s, '%3$s'::json)"
                    .formatted(copy.group(1), copy.group(2), Matcher.quoteReplacement(array));
        }
        return sql.replaceAll("\\s+DISTSTYLE \\w+", "")
                .replaceAll("\\s+DISTKEY \\(\\w+\\)", "")
                .replaceAll("\\s+SORTKEY \\([^)]*\\)", "")
                .replaceAll("\\bSUPER\\b", "JSON")
                .replaceAll("(?s)CREATE EXTERNAL SCHEMA (.*)\\sFROM DATA CATALOG.*", "CREATE SCHEMA $1")
                .replace(" TO ROLE ", " TO ")
                .replace(", ALTER ON ", " ON ");
    }

    @Override
    public void run(String name, List<String> statements) {
        database.run(name, statements.stream().map(this::translate).toList());
    }

    @Override
    public List<List<String>> query(String sql) {
        return database.query(sql);
    }

    /** The values of all rows, separated by spaces. */
    List<String> rows(String sql) {
        return query(sql).stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .toList();
    }

    void insert(String table, String... values) {
        run(
                "a test",
                Arrays.stream(values)
                        .map(row -> "INSERT INTO concert_lake.%s %s".formatted(table, row))
                        .toList());
    }

    @Override
    public void close() {
        database.close();
    }
}
