package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Empty databases for tests. PostgreSQL starts with the first test that needs it and stops at the end of the process. */
public final class Databases {

    enum Product {
        H2,
        POSTGRESQL
    }

    /** An open state with its URL, which the tests of a process use one after the other. */
    record Opened(String url, State state) {}

    private final Map<Product, Opened> opened = new EnumMap<>(Product.class);
    private Optional<PostgresCluster> postgres;

    /**
     * Returns an empty state, which stays open for the next test: the tables take longer to create than most tests to run.
     * Skips the test if PostgreSQL is not installed.
     */
    synchronized Opened emptied(Product product) {
        var shared = opened.computeIfAbsent(product, missing -> {
            var url = empty(missing);
            return new Opened(url, State.open(url, PostgresCluster.USER, ""));
        });
        // Hashes are also in memory.
        shared.state().hashes().forget(LocalDate.of(9999, 1, 1));
        try (var connection = DriverManager.getConnection(shared.url(), PostgresCluster.USER, "")) {
            empty(product, connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return shared;
    }

    private static void empty(Product product, Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add(
                product == Product.H2 ? "SET REFERENTIAL_INTEGRITY FALSE" : "SET session_replication_role = replica");
        try (var tables = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                var table = tables.getString("TABLE_NAME");
                if (!table.equals("flyway_schema_history")) {
                    statements.add(
                            product == Product.H2
                                    ? "TRUNCATE TABLE \"%s\" RESTART IDENTITY".formatted(table)
                                    : "DELETE FROM \"%s\"".formatted(table));
                }
            }
        }
        statements.add(
                product == Product.H2
                        ? "SET REFERENTIAL_INTEGRITY TRUE"
                        : "SELECT setval(format('%I.%I', schemaname, sequencename), 1, false)"
                                + " FROM pg_sequences WHERE schemaname = current_schema");
        try (var statement = connection.createStatement()) {
            assertThat(statement.execute(String.join(";", statements))).isFalse();
        }
    }

    /** Returns the URL of an empty database; skips the test if PostgreSQL is not installed. */
    public String empty(Product product) {
        var name = "s" + UUID.randomUUID().toString().replace("-", "");
        return switch (product) {
            case H2 -> "jdbc:h2:mem:" + name;
            case POSTGRESQL -> schema(name);
        };
    }

    /** Returns the URL of an empty schema in PostgreSQL; skips the test if PostgreSQL is not installed. */
    public String emptyPostgres() {
        return empty(Product.POSTGRESQL);
    }

    /** Returns the URL of an empty PostgreSQL database; skips the test if PostgreSQL is not installed. */
    public String postgresDatabase() {
        var name = "d" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(postgres().url("postgres"), PostgresCluster.USER, "")) {
            assertThat(connection.createStatement().execute("CREATE DATABASE " + name))
                    .isFalse();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return postgres().url(name);
    }

    private void close() {
        opened.values().forEach(shared -> shared.state().close());
        if (postgres != null) {
            postgres.ifPresent(PostgresCluster::close);
        }
    }

    /** Returns the running PostgreSQL; skips the test if it is not installed. */
    synchronized PostgresCluster postgres() {
        if (postgres == null) {
            postgres = PostgresCluster.start();
        }
        assumeTrue(postgres.isPresent(), "PostgreSQL is not installed: install the package postgresql");
        return postgres.get();
    }

    private String schema(String name) {
        var url = postgres().url("postgres");
        try (var connection = DriverManager.getConnection(url, PostgresCluster.USER, "")) {
            assertThat(connection.createStatement().execute("CREATE SCHEMA " + name))
                    .isFalse();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return url + "?currentSchema=" + name;
    }

    /** Passes the databases to test methods with a parameter of this type. */
    public static final class Extension implements ParameterResolver {

        private static final Databases DATABASES = new Databases();

        /** Surefire runs each class as a test plan of its own: a store of JUnit would start PostgreSQL for each class. */
        static {
            Runtime.getRuntime().addShutdownHook(new Thread(DATABASES::close));
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Databases.class;
        }

        @Override
        public Databases resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return DATABASES;
        }
    }
}
