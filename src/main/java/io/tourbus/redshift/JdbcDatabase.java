package io.tourbus.redshift;

import io.tourbus.aws.AwsFailures;
import io.tourbus.redshift.RedshiftSettings.Target;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Runs SQL over JDBC. */
final class JdbcDatabase implements RedshiftDatabase {

    private final Connection connection;
    private final int timeoutSeconds;

    private JdbcDatabase(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeoutSeconds = Math.toIntExact(timeout.toSeconds());
    }

    /** @param lib a folder that can hold the driver, which is not part of Tourbus */
    static JdbcDatabase open(Target target, Duration timeout, Path lib) {
        var url = target.url().orElseThrow();
        var properties = new Properties();
        target.user().ifPresent(user -> properties.setProperty("user", user));
        target.password().ifPresent(password -> properties.setProperty("password", password));
        var driver = driver(url, lib);
        try {
            return new JdbcDatabase(driver.connect(url, properties), timeout);
        } catch (SQLException e) {
            throw new RedshiftException(
                    "Redshift cannot be reached: %s. Check tourbus.redshift.url, user and password."
                            .formatted(withoutPeriod(e)),
                    e);
        }
    }

    private static Driver driver(String url, Path lib) {
        return Stream.concat(DriverManager.drivers(), drivers(lib))
                .filter(driver -> accepts(driver, url))
                .findFirst()
                .orElseThrow(() -> new RedshiftException(
                        "There is no JDBC driver for tourbus.redshift.url. Copy redshift-jdbc42-2.2.0.jar to %s, or use the Data API."
                                .formatted(lib)));
    }

    private static Stream<Driver> drivers(Path lib) {
        try (var files = Files.list(lib)) {
            List<URL> jars = new ArrayList<>();
            for (var file : files.toList()) {
                if (file.getFileName().toString().matches("redshift-jdbc.*\\.jar")) {
                    jars.add(file.toUri().toURL());
                }
            }
            // Not closed: the driver loads classes from it until the process ends.
            return ServiceLoader.load(Driver.class, new URLClassLoader(jars.toArray(URL[]::new))).stream()
                    .map(ServiceLoader.Provider::get);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void run(String name, List<String> statements) {
        var number = 0;
        // Alone, because Redshift does not run some statements in a transaction.
        var transaction = statements.size() > 1;
        try (var statement = createStatement(transaction)) {
            for (var sql : statements) {
                number++;
                statement.execute(sql);
            }
            if (transaction) {
                connection.commit();
            }
        } catch (SQLException e) {
            if (transaction) {
                rollBack(e);
            }
            throw new RedshiftException(
                    Failures.message(name, number, statements, AwsFailures.firstLine(e.getMessage())), e);
        }
    }

    @Override
    public List<List<String>> query(String sql) {
        try (var statement = createStatement(false);
                var result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (var column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new RedshiftException("Redshift: " + AwsFailures.firstLine(e.getMessage()), e);
        }
    }

    private Statement createStatement(boolean transaction) throws SQLException {
        connection.setAutoCommit(!transaction);
        var statement = connection.createStatement();
        statement.setQueryTimeout(timeoutSeconds);
        return statement;
    }

    private void rollBack(SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static String withoutPeriod(SQLException failure) {
        return AwsFailures.firstLine(failure.getMessage()).replaceFirst("\\.$", "");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RedshiftException("The connection to Redshift cannot be closed: " + withoutPeriod(e), e);
        }
    }
}
