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

/** The tables of the state, as the scripts in {@code db/migration} describe them. */
public final class Schema {

    /** The first that knows MERGE. */
    private static final int LEAST_POSTGRES = 15;

    private static final Set<MigrationState> UNKNOWN_HERE =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final DataSource database;
    private final boolean shared;
    private final DatabaseErrorTranslator diagnosis;

    /** @param shared whether it is a PostgreSQL, which has the schedules too */
    public Schema(DataSource database, boolean shared, DatabaseErrorTranslator diagnosis) {
        this.database = database;
        this.shared = shared;
        this.diagnosis = diagnosis;
    }

    /** Creates what is missing; a schema that a newer version of Tourbus wrote is left alone. */
    public void bringUp() {
        requireVersion();
        try {
            var flyway = Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database)
                    .locations(
                            shared
                                    ? new String[] {"classpath:db/migration", "classpath:db/postgresql"}
                                    : new String[] {"classpath:db/migration"})
                    .load();
            requireKnown(flyway.info().all());
            flyway.migrate();
        } catch (FlywayException e) {
            throw diagnosis.translate(e);
        }
    }

    private void requireVersion() {
        try (var connection = database.getConnection()) {
            var product = connection.getMetaData();
            if (product.getDatabaseProductName().equals("PostgreSQL")
                    && product.getDatabaseMajorVersion() < LEAST_POSTGRES) {
                throw diagnosis.tooOld("PostgreSQL", product.getDatabaseMajorVersion(), LEAST_POSTGRES);
            }
        } catch (SQLException e) {
            throw diagnosis.translate(e);
        }
    }

    private void requireKnown(MigrationInfo[] migrations) {
        var unknown = newest(migrations, UNKNOWN_HERE::contains);
        if (unknown.isPresent()) {
            var known = newest(migrations, state -> !UNKNOWN_HERE.contains(state));
            throw diagnosis.newer(unknown.get(), known.orElse("none"));
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
