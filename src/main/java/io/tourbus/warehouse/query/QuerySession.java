package io.tourbus.warehouse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.Warehouse;
import io.tourbus.warehouse.WarehouseException;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.DuckDb.DuckDbException;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A session of queries over the tables of the warehouse. Statements cannot write, and cannot read other folders or the
 * network. A table is opened when a statement names it.
 */
public final class QuerySession implements AutoCloseable {

    private static final Pattern WORD = Pattern.compile("[a-z]\\w*");

    /** Statements and tables that list the other tables. */
    private static final Pattern CATALOG =
            Pattern.compile("show|describe|information_schema|sqlite_master|(duckdb|pg)_\\w+");

    private final DuckDb duck;
    private final IcebergTables tables;
    private final List<SavedView> views;
    private final Set<String> created = new HashSet<>();

    private QuerySession(DuckDb duck, IcebergTables tables, List<SavedView> views) {
        this.duck = duck;
        this.tables = tables;
        this.views = views;
    }

    /**
     * Opens the tables. If there are none, builds temporary ones from the lake.
     *
     * @param views a folder with views
     * @param listener receives the progress of that build
     */
    public static QuerySession open(Warehouse warehouse, Path views, BuildListener listener) {
        var saved = new ArrayList<>(SavedView.readAll(views));
        var taken = Stream.concat(
                        WarehouseTables.all().stream().map(Table::name),
                        saved.stream().map(SavedView::name))
                .toList();
        warehouse.lakeFolder().ifPresent(lake -> saved.addAll(SavedView.ofRecordTypes(lake, taken)));
        var duck = warehouse.openDuckDbForQueries();
        try {
            var tables = warehouse.findTables().orElseGet(() -> warehouse.buildTables(duck.folder(), listener));
            duck.denyAccess(
                    Stream.of(warehouse.folder(), warehouse.lakeFolder().map(lake -> lake.resolve("normalized")))
                            .flatMap(Optional::stream)
                            .toList());
            return new QuerySession(duck, tables, saved);
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    /** Returns all tables and views. */
    public List<Relation> relations() {
        return Stream.concat(
                        WarehouseTables.all().stream()
                                .map(table -> new Relation(table.name(), false, table.description())),
                        views.stream().map(view -> new Relation(view.name(), true, view.description())))
                .toList();
    }

    private Optional<Table> table(String name) {
        return WarehouseTables.all().stream()
                .filter(table -> table.name().equals(name))
                .findFirst();
    }

    private Optional<SavedView> view(String name) {
        return views.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /**
     * Writes the columns of a table or view.
     *
     * @throws QueryException if there is none with this name
     */
    void describe(String name, ResultWriter writer) {
        var table = table(name);
        if (table.isEmpty()) {
            view(name)
                    .orElseThrow(() -> new QueryException(
                            "There is no table or view %s. List them with .tables.".formatted(name)));
            run("SELECT column_name, column_type FROM (DESCRIBE %s)".formatted(Dialect.DUCKDB.quote(name)), writer);
            return;
        }
        writer.begin(Stream.of("column_name", "column_type", "description")
                .map(column -> new ResultColumn(column, ResultColumn.Kind.TEXT))
                .toList());
        table.get()
                .columns()
                .forEach(column ->
                        writer.row(List.of(column.name(), Dialect.DUCKDB.type(column.type()), column.description())));
        writer.end();
    }

    /**
     * Runs a query and writes its result.
     *
     * @throws QueryException if the statement is wrong, or not a query
     */
    void run(String sql, ResultWriter writer) {
        var columns = prepare(sql);
        var values = IntStream.range(0, columns.size())
                .mapToObj(
                        i -> (columns.get(i).kind() == ResultColumn.Kind.NESTED ? "to_json(c%d)" : "c%d").formatted(i))
                .map("CAST(%s AS VARCHAR)"::formatted)
                .collect(Collectors.joining(", "));
        var names = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        var texts = "SELECT %s FROM (\n%s\n) AS result(%s)".formatted(values, sql, names);
        try (var statement = duck.connection().createStatement();
                var rows = statement.executeQuery(texts)) {
            writer.begin(columns);
            List<String> row = new ArrayList<>();
            do {
                row.clear();
                if (!rows.next()) {
                    break;
                }
                for (var i = 1; i <= columns.size(); i++) {
                    row.add(rows.getString(i));
                }
            } while (writer.row(row));
            writer.end();
        } catch (SQLException e) {
            throw failure(e, sql, 1);
        }
    }

    /**
     * Writes the result of a query to a Parquet file.
     *
     * @throws IOException if the file cannot be written
     */
    public void writeParquet(String sql, Path file) throws IOException {
        prepare(sql);
        var result = duck.folder().resolve("result.parquet");
        try {
            duck.run("COPY (\n%s\n) TO %s (FORMAT parquet, COMPRESSION zstd)"
                    .formatted(sql, DuckDb.text(result.toString())));
            Files.move(result, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (DuckDbException e) {
            throw failure(e, sql, 1);
        }
    }

    /** Opens the tables that a statement names, and returns the columns of its result. */
    private List<ResultColumn> prepare(String sql) {
        requireQuery(sql);
        var words = words(sql);
        createNamed(words).ifPresent(missing -> {
            throw new QueryException(
                    "The table %s does not exist yet. Run `tourbus warehouse`, which creates it.".formatted(missing));
        });
        if (words.stream().anyMatch(word -> CATALOG.matcher(word).matches())) {
            createAll();
        }
        try {
            return columns(sql);
        } catch (QueryException e) {
            if (created.size() == WarehouseTables.all().size() + views.size()) {
                throw e;
            }
            // DuckDB suggests similar names only from what exists.
            createAll();
            return columns(sql);
        }
    }

    private void requireQuery(String sql) {
        var parsed = parse(sql);
        if (parsed.path("error_type").asText().equals("not implemented")) {
            throw new QueryException("Only queries can be run: SELECT, WITH, FROM, DESCRIBE, SUMMARIZE and SHOW.");
        }
        if (parsed.has("statements") && parsed.get("statements").size() != 1) {
            throw new QueryException("The text is not one query.");
        }
    }

    private JsonNode parse(String sql) {
        try {
            return JsonMapper.builder()
                    .build()
                    .readTree(duck.rows(
                                    "SELECT json_serialize_sql(%s)".formatted(DuckDb.text(sql)),
                                    row -> row.getString(1))
                            .get(0));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB returns JSON", e);
        }
    }

    private static Set<String> words(String sql) {
        return WORD.matcher(sql.toLowerCase(Locale.ROOT))
                .results()
                .map(word -> word.group())
                .collect(Collectors.toSet());
    }

    /** Creates views in DuckDB over the named tables and views. @return a table that does not exist */
    private Optional<String> createNamed(Set<String> words) {
        Optional<String> missing = Optional.empty();
        for (var table : WarehouseTables.all()) {
            if (words.contains(table.name()) && created.add(table.name()) && !tables.createView(duck, table)) {
                created.remove(table.name());
                missing = Optional.of(table.name());
            }
        }
        for (var view : views) {
            if (words.contains(view.name()) && created.add(view.name())) {
                var missingInView = create(view);
                if (missingInView.isPresent()) {
                    created.remove(view.name());
                    missing = missingInView;
                }
            }
        }
        return missing;
    }

    private Optional<String> create(SavedView view) {
        var missing = createNamed(words(view.sql()));
        if (missing.isPresent()) {
            return missing;
        }
        try {
            duck.run("CREATE VIEW %s AS\n%s".formatted(Dialect.DUCKDB.quote(view.name()), view.sql()));
            return missing;
        } catch (DuckDbException e) {
            throw new QueryException("The view %s is wrong: %s"
                    .formatted(view.name(), QueryException.of(e, view.sql()).getMessage()));
        }
    }

    private void createAll() {
        createNamed(relations().stream().map(Relation::name).collect(Collectors.toSet()));
    }

    private List<ResultColumn> columns(String sql) {
        try (var statement = duck.connection().prepareStatement(sql)) {
            var meta = statement.getMetaData();
            List<ResultColumn> columns = new ArrayList<>();
            for (var i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(ResultColumn.of(meta.getColumnLabel(i), meta.getColumnTypeName(i)));
            }
            return columns;
        } catch (SQLException e) {
            throw failure(e, sql, 0);
        }
    }

    private static RuntimeException failure(SQLException failure, String sql, int linesBefore) {
        return failure(DuckDb.failure(failure, sql), sql, linesBefore);
    }

    private static RuntimeException failure(DuckDbException failure, String sql, int linesBefore) {
        return failure.isOutOfMemory()
                ? new WarehouseException(
                        "The query needs more memory. Increase tourbus.warehouse.memory-megabytes, or read fewer rows.",
                        failure)
                : QueryException.of(failure, sql, linesBefore);
    }

    @Override
    public void close() {
        try {
            tables.close();
        } finally {
            duck.close();
        }
    }
}
