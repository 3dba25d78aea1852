package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
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

    @Test
    void theScriptCreatesTheTablesAndTheHistoryOfAllMigrations() throws SQLException, IOException {
        migrate("latest", "classpath:db/migration", "classpath:db/h2");
        var migrated = script();
        var file = Path.of("src/main/resources/db/tables-h2.sql");
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(file, migrated);
        }
        assertThat(file).as("update it with -Dtourbus.write-docs=true").hasContent(migrated);
    }

    @Test
    void anEmptyDatabaseGetsTheTables() throws SQLException {
        assertThat(schema().create()).isTrue();

        assertThat(Schema.isCurrent(database)).isTrue();
        assertThat(schema().create()).isFalse();
    }

    @Test
    void tablesThatAKilledProcessDidNotCompleteAreCreatedAgain() throws SQLException {
        execute("CREATE TABLE \"flyway_schema_history\" (\"version\" VARCHAR); CREATE TABLE blocks (source VARCHAR)");

        assertThat(schema().create()).isTrue();

        assertThat(Schema.isCurrent(database)).isTrue();
        execute("SELECT ends FROM blocks");
    }

    @Test
    void noTablesAreCreatedBesideOthers() throws SQLException {
        execute("CREATE TABLE facts (theirs INTEGER)");

        assertThat(schema().create()).isFalse();
    }

    @Test
    void tablesOfOtherSchemasAreKept() throws SQLException {
        execute("CREATE SCHEMA theirs; CREATE TABLE theirs.facts (name VARCHAR)");

        schema().migrate(() -> {});

        assertThat(Schema.isCurrent(database)).isTrue();
        execute("SELECT name FROM theirs.facts");
    }

    /** Each statement takes a separate transaction. */
    @Test
    void theScriptCanBeKilledAfterEachStatement() throws SQLException, IOException {
        var statements =
                Files.readString(Path.of("src/main/resources/db/tables-h2.sql")).split(";\n");
        assertThat(statements).hasSizeGreaterThan(40);
        for (var killed = 1; killed < statements.length; killed++) {
            database.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
            execute(String.join(";\n", Arrays.copyOf(statements, killed)));

            schema().migrate(() -> {});

            assertThat(Schema.isCurrent(database))
                    .as("after %d statements", killed)
                    .isTrue();
            execute("SHUTDOWN");
        }
    }

    private Schema schema() {
        var url = new DatabaseUrl(database.getURL());
        return new Schema(database, url, new DatabaseErrorTranslator(url, "", ""));
    }

    /** The statements that create the database, without users, and with the same history each time. */
    private String script() throws SQLException {
        execute(
                "UPDATE \"flyway_schema_history\""
                        + " SET \"installed_on\" = TIMESTAMP '2026-01-01 00:00:00', \"execution_time\" = 0, \"installed_by\" = ''");
        var tables = new StringBuilder("DROP ALL OBJECTS;\n");
        var rows = new StringBuilder();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var lines = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
            while (lines.next()) {
                var line = lines.getString(1);
                if (!line.startsWith("CREATE USER") && !line.startsWith("-- ")) {
                    (line.startsWith("INSERT") ? rows : tables)
                            .append(line.replace("CREATE MEMORY TABLE", "CREATE TABLE"))
                            .append('\n');
                }
            }
        }
        return tables.append(rows).toString();
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
