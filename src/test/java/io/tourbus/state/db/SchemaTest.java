package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tourbus.state.Databases;
import io.tourbus.state.PostgresCluster;
import io.tourbus.state.State;
import io.tourbus.state.StoreTest;
import io.tourbus.state.db.StateException.Problem;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes the tables themselves, so that each test has a database of its own. */
class SchemaTest extends StoreTest {

    @Override
    @BeforeEach
    public void open(Databases databases) {
        url = databases.empty(product);
        state = State.open(url, PostgresCluster.USER, "");
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aSchemaIsCreatedOnce() {
        state.keyValues().put("a", "1", clock.instant());

        try (var second = State.open(url, PostgresCluster.USER, "")) {
            assertThat(second.keyValues().get("a")).contains("1");
        }
    }

    @Test
    void aNewerSchemaIsReported() throws SQLException {
        try (var connection = DriverManager.getConnection(url, PostgresCluster.USER, "");
                var insert = connection.prepareStatement("""
                        INSERT INTO "flyway_schema_history"
                            ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by",
                             "execution_time", "success")
                        VALUES (99, '999', 'more', 'SQL', 'V999__more.sql', 1, 'somebody', 1, TRUE)""")) {
            insert.execute();
        }

        assertThat(failure().problem()).isEqualTo(Problem.NEWER);
        assertThat(failure()).hasMessageMatching("(?s).*schema version 999, but this Tourbus supports at most \\d+.*");
    }

    @Test
    void tablesOfOtherProgramsStayUnchanged(Databases databases) throws SQLException {
        url = databases.empty(product);
        try (var connection = DriverManager.getConnection(url, PostgresCluster.USER, "")) {
            connection.createStatement().execute("CREATE TABLE facts (theirs INTEGER)");

            assertThat(failure().problem()).isEqualTo(Problem.OTHER);
            assertThat(connection.createStatement().execute("SELECT theirs FROM facts"))
                    .isTrue();
        }
    }

    private StateException failure() {
        var failure = catchThrowableOfType(
                StateException.class,
                () -> State.open(url, PostgresCluster.USER, "").close());
        assertThat(failure.getMessage()).hasLineCount(1);
        return failure;
    }
}
