package io.tourbus.warehouse;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.DuckDb.DuckDbException;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads the records of a group of objects into the table {@code stage} of DuckDB, with the number of the object in the column
 * {@code _object}. Objects with records that the tables cannot take are left out.
 */
final class Staging {

    private static final String MAJOR_VERSION = "1";
    private static final String READ = "read_json([%s], format = 'newline_delimited', compression = 'gzip',"
            + " filename = true, maximum_object_size = %d, columns = {%s})";

    private final DuckDb duck;
    private final RecordKind kind;
    private final int lineBytes;

    Staging(DuckDb duck, RecordKind kind, int lineBytes) {
        this.duck = duck;
        this.kind = kind;
        this.lineBytes = lineBytes;
    }

    /** Stages objects. @return those whose records are staged */
    List<StagedObject> load(List<StagedObject> objects, Consumer<SkippedObject> skipped) {
        duck.run("CREATE OR REPLACE TABLE stage AS SELECT %s, 0 AS _object FROM (SELECT %s) WHERE false"
                .formatted(columns(), nulls()));
        List<StagedObject> readable = new ArrayList<>(objects);
        try {
            insert(objects.stream().map(StagedObject::file).toList());
        } catch (DuckDbException e) {
            requireMemory(e);
            duck.run("DELETE FROM stage");
            readable.removeIf(object -> !insertAlone(object, skipped));
        }
        var invalid = invalid(readable, skipped);
        if (!invalid.isEmpty()) {
            duck.run("DELETE FROM stage WHERE _object IN (%s)"
                    .formatted(invalid.stream().map(String::valueOf).collect(Collectors.joining(", "))));
            readable.removeIf(object -> invalid.contains(object.number()));
        }
        return readable;
    }

    private void insert(List<Path> files) {
        if (!files.isEmpty()) {
            duck.run("INSERT INTO stage SELECT %s, %s FROM %s".formatted(columns(), number(), read(files)));
        }
    }

    private boolean insertAlone(StagedObject object, Consumer<SkippedObject> skipped) {
        try {
            insert(List.of(object.file()));
            return true;
        } catch (DuckDbException e) {
            requireMemory(e);
            skipped.accept(new SkippedObject(object.object().address(), unreadable(object, e)));
            return false;
        }
    }

    /** Without enough memory, any object would seem to be wrong. */
    private static void requireMemory(DuckDbException failure) {
        if (failure.isOutOfMemory()) {
            throw failure;
        }
    }

    /** A different major version explains why the types differ. */
    private String unreadable(StagedObject object, DuckDbException failure) {
        try {
            var versions = duck.rows(
                    ("SELECT DISTINCT schema_version FROM read_json('%s', format = 'newline_delimited', compression = 'gzip',"
                                    + " columns = {schema_version: 'VARCHAR'}) WHERE split_part(schema_version, '.', 1) <> '%s'")
                            .formatted(object.file(), MAJOR_VERSION),
                    row -> row.getString(1));
            if (!versions.isEmpty()) {
                return version(versions.get(0));
            }
        } catch (DuckDbException e) {
            // The reason below is the more precise one.
        }
        return "a record has other types than its schema: "
                + failure.getMessage().strip().lines().findFirst().orElse("").replaceAll(" in file \"[^\"]*\"", "");
    }

    private static String version(String version) {
        return "its schema version %s is not supported. Update Tourbus, or leave the object out".formatted(version);
    }

    /** Inserts further records of some keys. @param condition which records, by their columns and those of {@code slow} */
    void insertWhere(List<Path> files, int number, String join) {
        if (!files.isEmpty()) {
            duck.run("INSERT INTO stage SELECT %s, %d FROM %s AS r %s"
                    .formatted(
                            kind.versions().columns().stream()
                                    .map(column -> "r." + Dialect.DUCKDB.quote(column.name()))
                                    .collect(Collectors.joining(", ")),
                            number,
                            read(files),
                            join));
        }
    }

    private String read(List<Path> files) {
        return READ.formatted(
                files.stream().map(file -> DuckDb.text(file.toString())).collect(Collectors.joining(", ")),
                Math.max(lineBytes, 1 << 20),
                kind.versions().columns().stream()
                        .map(column -> "%s: %s"
                                .formatted(
                                        Dialect.DUCKDB.quote(column.name()),
                                        DuckDb.text(Dialect.DUCKDB.type(column.type()))))
                        .collect(Collectors.joining(", ")));
    }

    private static String number() {
        return "CAST(regexp_extract(filename, '(\\d+)\\.ndjson\\.gz$', 1) AS INTEGER)";
    }

    private String columns() {
        return kind.versions().columnList();
    }

    private String nulls() {
        return kind.versions().columns().stream()
                .map(column -> "NULL::%s AS %s"
                        .formatted(Dialect.DUCKDB.type(column.type()), Dialect.DUCKDB.quote(column.name())))
                .collect(Collectors.joining(", "));
    }

    private Set<Integer> invalid(List<StagedObject> objects, Consumer<SkippedObject> skipped) {
        var required = new ArrayList<>(kind.key());
        required.addAll(List.of("ingestion_timestamp", "record_hash", "run_id", "slice", "schema_version"));
        Set<Integer> invalid = new HashSet<>();
        duck.rows(
                """
                SELECT _object, version, missing FROM (
                    SELECT _object,
                        max(schema_version) FILTER (split_part(schema_version, '.', 1) <> '%s') AS version,
                        concat_ws(' or no ', %s) AS missing,
                        count(*) > count(DISTINCT (%s)) AS twice
                    FROM stage GROUP BY _object)
                WHERE version IS NOT NULL OR missing <> '' OR twice
                """.formatted(
                                MAJOR_VERSION,
                                required.stream()
                                        .map("CASE WHEN count(*) > count(%1$s) THEN '%1$s' END"::formatted)
                                        .collect(Collectors.joining(", ")),
                                kind.key().stream().map(Dialect.DUCKDB::quote).collect(Collectors.joining(", "))),
                row -> {
                    var number = row.getInt("_object");
                    var reason = row.getString("version") != null
                            ? version(row.getString("version"))
                            : row.getString("missing").isEmpty()
                                    ? "several records have the same " + String.join(" and ", kind.key())
                                    : "a record has no " + row.getString("missing");
                    objects.stream()
                            .filter(object -> object.number() == number)
                            .forEach(object -> skipped.accept(
                                    new SkippedObject(object.object().address(), reason)));
                    return invalid.add(number);
                });
        return invalid;
    }
}
