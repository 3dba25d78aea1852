package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private final JdbcDataSource database = new JdbcDataSource();

    SchemaTest() {
        database.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
    }

    @Test
    void theTablesOfThisVersionAreRecognized() {
        migrate("latest", "classpath:db/migration", "classpath:db/h2");

        assertThat(Schema.isCurrent(database)).isTrue();
    }

    @Test
    void flywayDecidesAboutOlderTables() {
        migrate("18", "classpath:db/migration", "classpath:db/h2");

        assertThat(Schema.isCurrent(database)).isFalse();
    }

    @Test
    void flywayDecidesAboutEmptyAndForeignDatabases() throws SQLException {
        assertThat(Schema.isCurrent(database)).isFalse();

        execute("CREATE TABLE facts (theirs INTEGER)");

        assertThat(Schema.isCurrent(database)).isFalse();
    }

    @Test
    void flywayDecidesAboutFailedAndNewerMigrations() throws SQLException {
        migrate("latest", "classpath:db/migration", "classpath:db/h2");
        execute("UPDATE \"flyway_schema_history\" SET \"success\" = FALSE WHERE \"version\" = '3'");
        assertThat(Schema.isCurrent(database)).isFalse();

        execute("UPDATE \"flyway_schema_history\" SET \"success\" = TRUE");
        execute("UPDATE \"flyway_schema_history\" SET \"version\" = '99' WHERE \"version\" = '3'");
        assertThat(Schema.isCurrent(database)).isFalse();
    }

    private void migrate(String target, String... locations) {
        Flyway.configure()
                .dataSource(database)
                .locations(locations)
                .target(target)
                .load()
                .migrate();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
