package io.tourbus.state.db;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Creates and upgrades the tables of the state database with the Flyway scripts in {@code db/migration}. */
public final class Schema {

    /** The first version with MERGE. */
    private static final int MINIMUM_POSTGRES = 15;

    /** The number of migrations in {@code db/migration} and {@code db/h2}, and the newest one. */
    private static final String OF_H2 = "17 21";

    private static final Set<MigrationState> NEWER =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final DataSource database;
    private final DatabaseUrl url;
    private final DatabaseErrorTranslator errors;

    public Schema(DataSource database, DatabaseUrl url, DatabaseErrorTranslator errors) {
        this.database = database;
        this.url = url;
        this.errors = errors;
    }

    /** Applies the missing migrations. @throws StateException if a newer version of Tourbus wrote the schema; it stays unchanged */
    public void migrate() {
        requireVersion();
        if (url.isExclusive() && isCurrent(database)) {
            return;
        }
        try {
            // PostgreSQL also stores the schedules.
            var flyway = Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database)
                    .locations(
                            "classpath:db/migration", url.isPostgres() ? "classpath:db/postgresql" : "classpath:db/h2")
                    .load();
            requireNotNewer(flyway.info().all());
            flyway.migrate();
        } catch (FlywayException e) {
            throw errors.translate(e);
        }
    }

    /**
     * Whether an H2 database has exactly the migrations of this version. Flyway would find that out, too, but takes 0.2 CPU-seconds
     * for it, a tenth of the start.
     */
    static boolean isCurrent(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var history = statement.executeQuery("""
                        SELECT COUNT("version") || ' ' || MAX(CAST("version" AS INT))
                        FROM "flyway_schema_history" WHERE "success"
                        """)) {
            return history.next() && OF_H2.equals(history.getString(1));
        } catch (SQLException e) {
            // There is no such table: the database is empty or not from Tourbus.
            return false;
        }
    }

    private void requireVersion() {
        try (var connection = database.getConnection()) {
            var product = connection.getMetaData();
            if (product.getDatabaseProductName().equals("PostgreSQL")
                    && product.getDatabaseMajorVersion() < MINIMUM_POSTGRES) {
                throw errors.tooOld("PostgreSQL", product.getDatabaseMajorVersion(), MINIMUM_POSTGRES);
            }
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    private void requireNotNewer(MigrationInfo[] migrations) {
        var found = newest(migrations, NEWER::contains);
        if (found.isPresent()) {
            var supported = newest(migrations, state -> !NEWER.contains(state));
            throw errors.newer(found.get(), supported.orElse("none"));
        }
    }

    private static Optional<String> newest(MigrationInfo[] migrations, Predicate<MigrationState> state) {
        return Arrays.stream(migrations)
                .filter(migration -> state.test(migration.getState()))
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::getVersion);
    }
}
