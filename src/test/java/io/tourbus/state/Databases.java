package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Empty databases for tests. PostgreSQL starts with the first test that needs it and stops after the last test. */
public final class Databases implements AutoCloseable {

    enum Product {
        H2,
        POSTGRESQL
    }

    private Optional<PostgresCluster> postgres;

    /** Returns the URL of an empty database; skips the test if PostgreSQL is not installed. */
    public String empty(Product product) {
        var name = "s" + UUID.randomUUID().toString().replace("-", "");
        return switch (product) {
            case H2 -> "jdbc:h2:mem:" + name;
            case POSTGRESQL -> schema(name);
        };
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

    @Override
    public void close() {
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

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Databases.class;
        }

        @Override
        public Databases resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Databases.class))
                    .getOrComputeIfAbsent(Databases.class, key -> new Databases(), Databases.class);
        }
    }
}
