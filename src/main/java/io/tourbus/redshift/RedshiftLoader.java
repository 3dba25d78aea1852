package io.tourbus.redshift;

import io.tourbus.redshift.CopySource.Pending;
import io.tourbus.redshift.LoadResult.TableRows;
import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.redshift.RedshiftStatus.Load;
import io.tourbus.warehouse.schema.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Loads Redshift. A load is one transaction, and can be repeated: it replaces a record only with a newer one, and the table {@code
 * loads} names the objects of the lake that the tables contain.
 */
final class RedshiftLoader {

    /** The key of the row of {@code loads} that says which set-up was run. */
    private static final String SETUP = "setup";

    private static final Pattern ABSENT = Pattern.compile("(?i)(relation|schema) \\S+ does not exist");

    private static final Pattern MISSING_IN_LAKE = Pattern.compile("(?i)relation \"?concert_lake\\S+ does not exist");

    private static final List<String> TABLES =
            CopySource.KINDS.stream().map(RecordKind::folder).toList();

    private final RedshiftDatabase database;
    private final RedshiftSettings settings;
    private final Path scripts;
    private final Optional<CopySource> lake;

    /**
     * @param scripts the folder with the SQL
     * @param lake required if the lake is the source
     */
    RedshiftLoader(RedshiftDatabase database, RedshiftSettings settings, Path scripts, Optional<CopySource> lake) {
        this.database = database;
        this.settings = settings;
        this.scripts = scripts;
        this.lake = lake;
    }

    /**
     * Creates what is missing, and loads.
     *
     * @param load a new ID
     * @param location where to write the manifests of this load, if the lake is the source
     */
    LoadResult load(String load, String location) {
        var plan = new LoadPlan(scripts, settings, load, location);
        setUp(plan, load);
        var before = rows();
        var pending = new Pending(List.of(), List.of(), List.of());
        Collection<RecordKind> kinds = CopySource.KINDS;
        if (settings.source() == Source.LAKE) {
            pending = lake.orElseThrow().pending(loadedVersions());
            kinds = pending.kinds();
            if (!pending.entries().isEmpty()) {
                lake.orElseThrow().writeManifests(pending.entries(), location);
            }
        }
        if (!kinds.isEmpty()) {
            run(plan.load(kinds));
        }
        plan.refresh().forEach(this::runEach);
        return result(load, before, pending);
    }

    private void run(Step load) {
        try {
            database.run(load.name(), load.statements());
        } catch (RedshiftException e) {
            if (MISSING_IN_LAKE.matcher(e.getMessage()).find()) {
                throw new RedshiftException(
                        e.getMessage()
                                + " Run `tourbus warehouse`, which creates the tables of concert_lake, and load again.",
                        e);
            }
            throw e;
        }
    }

    private void setUp(LoadPlan plan, String load) {
        var hash = plan.setupHash();
        if (hash.equals(setupHash())) {
            return;
        }
        requireOwnTables();
        for (var step : plan.setup()) {
            if (step.transaction()) {
                database.run(step.name(), step.statements());
            } else {
                runEach(step);
            }
        }
        database.run(
                "the end of the set-up",
                List.of(
                        "DELETE FROM concert_dw.loads WHERE object_key = '%s'".formatted(SETUP),
                        "INSERT INTO concert_dw.loads (load_id, table_name, object_key, sha256, lines, loaded_at) VALUES ('%s', '%s', '%s', '%s', 0, GETDATE())"
                                .formatted(load, SETUP, SETUP, hash)));
    }

    /** The hash of the last set-up; empty if there was none. */
    private String setupHash() {
        return ifExists("SELECT sha256 FROM concert_dw.loads WHERE object_key = '%s'".formatted(SETUP)).stream()
                .map(row -> row.get(0))
                .findFirst()
                .orElse("");
    }

    /** The rows of a query; empty if its tables do not exist. */
    private List<List<String>> ifExists(String sql) {
        try {
            return database.query(sql);
        } catch (RedshiftException e) {
            if (ABSENT.matcher(e.getMessage()).find()) {
                return List.of();
            }
            throw e;
        }
    }

    /** A statement without {@code IF NOT EXISTS} fails if its object exists, which is as it should be. */
    private void runEach(Step step) {
        for (var sql : step.statements()) {
            try {
                database.run(step.name(), List.of(sql));
            } catch (RedshiftException e) {
                if (!sql.matches("(?s)CREATE (ROLE|MATERIALIZED VIEW) .*")
                        || !e.getMessage().contains("already exists")) {
                    throw e;
                }
            }
        }
    }

    /** {@code CREATE TABLE IF NOT EXISTS} would leave tables that another program has created. */
    private void requireOwnTables() {
        for (var table : TABLES) {
            try {
                ifExists("SELECT record_hash FROM concert_dw.%s LIMIT 1".formatted(table));
            } catch (RedshiftException e) {
                if (!e.getMessage().contains("record_hash")) {
                    throw e;
                }
                throw new RedshiftException(
                        "The table concert_dw.%s is not that of Tourbus: it has no column record_hash. Rename the schema with `ALTER SCHEMA concert_dw RENAME TO concert_dw_old`, and load again."
                                .formatted(table),
                        e);
            }
        }
    }

    private Set<String> loadedVersions() {
        return database.query("SELECT object_key, sha256 FROM concert_dw.loads").stream()
                .map(row -> String.join(" ", row))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Map<String, Long> rows() {
        var counts = TABLES.stream()
                .map(table -> "SELECT '%1$s', COUNT(*) FROM concert_dw.%1$s".formatted(table))
                .collect(Collectors.joining(" UNION ALL "));
        Map<String, Long> found = new LinkedHashMap<>();
        TABLES.forEach(table -> found.put(table, 0L));
        ifExists(counts).forEach(row -> found.put(row.get(0), Long.valueOf(row.get(1))));
        return found;
    }

    private LoadResult result(String load, Map<String, Long> before, Pending pending) {
        var totals = database.query(
                        "SELECT COUNT(*), COALESCE(SUM(lines), 0) FROM concert_dw.loads WHERE load_id = '%s' AND object_key <> '%s'"
                                .formatted(load, SETUP))
                .get(0);
        List<TableRows> tables = new ArrayList<>();
        rows().forEach((table, rows) -> tables.add(new TableRows(table, rows, rows - before.get(table))));
        return new LoadResult(
                load,
                Long.parseLong(totals.get(0)),
                Long.parseLong(totals.get(1)),
                pending.missing(),
                pending.damaged(),
                tables);
    }

    /** @param last how many loads */
    RedshiftStatus status(int last) {
        var loads = ifExists("""
                SELECT load_id, MAX(loaded_at), COUNT(*), COALESCE(SUM(lines), 0), COUNT(DISTINCT run_id)
                FROM concert_dw.loads WHERE object_key <> '%s' GROUP BY load_id ORDER BY MAX(loaded_at) DESC LIMIT %d
                """.formatted(SETUP, last)).stream()
                .map(row -> new Load(
                        row.get(0),
                        row.get(1),
                        Long.parseLong(row.get(2)),
                        Long.parseLong(row.get(3)),
                        Long.parseLong(row.get(4))))
                .toList();
        return new RedshiftStatus(loads, rows());
    }
}
