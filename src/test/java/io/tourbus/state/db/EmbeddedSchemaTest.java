package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class EmbeddedSchemaTest {

    private static final List<String> LOCATIONS = List.of("db/migration", "db/h2");

    /** When a script was executed, and how many milliseconds it took. */
    private static final Pattern TIMES = Pattern.compile("TIMESTAMP '[^']*', \\d+");

    private final JdbcDataSource database = new JdbcDataSource();

    EmbeddedSchemaTest() {
        database.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
    }

    @Test
    void theTablesAndTheHistoryAreThoseOfFlyway() throws SQLException {
        assertThat(new EmbeddedSchema(database, LOCATIONS).migrate()).isTrue();
        var created = script();
        execute("DROP ALL OBJECTS");
        flyway().migrate();

        assertThat(created).isEqualTo(script()).anyMatch(line -> line.contains("V18__hash_blocks.sql"));
    }

    @Test
    void flywayFindsNothingToDo() throws SQLException {
        new EmbeddedSchema(database, LOCATIONS).migrate();

        assertThat(flyway().migrate().migrationsExecuted).isZero();
    }

    @Test
    void aCurrentSchemaIsRecognized() throws SQLException {
        flyway().migrate();

        assertThat(new EmbeddedSchema(database, LOCATIONS).migrate()).isTrue();
    }

    @Test
    void flywayDecidesAboutAllOthers() throws SQLException {
        execute("CREATE TABLE facts (theirs INTEGER)");
        assertThat(new EmbeddedSchema(database, LOCATIONS).migrate()).isFalse();
        execute("DROP ALL OBJECTS");

        flyway().migrate();
        execute("UPDATE \"flyway_schema_history\" SET \"success\" = FALSE WHERE \"version\" = '3'");
        assertThat(new EmbeddedSchema(database, LOCATIONS).migrate()).isFalse();
        execute("DROP ALL OBJECTS");

        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        assertThat(new EmbeddedSchema(database, LOCATIONS).migrate()).isFalse();
    }

    /** As after the kill of a process that was creating the tables. */
    @Test
    void flywayContinuesAfterSomeScripts() throws SQLException {
        new EmbeddedSchema(database, List.of("db/migration")).migrate();

        assertThat(flyway().migrate().migrationsExecuted).isPositive();
        assertThat(new EmbeddedSchema(database, LOCATIONS).migrate()).isTrue();
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "classpath:db/h2")
                .load();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The statements that create the database and its content. */
    private List<String> script() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SCRIPT")) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(TIMES.matcher(rows.getString(1)).replaceAll("times"));
            }
            return lines;
        }
    }
}
