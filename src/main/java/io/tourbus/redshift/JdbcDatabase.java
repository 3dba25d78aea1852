package io.tourbus.redshift;

import io.tourbus.aws.AwsFailures;
import io.tourbus.redshift.RedshiftSettings.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A connection over JDBC. */
final class JdbcDatabase implements RedshiftDatabase {

    private final Connection connection;
    private final int timeoutSeconds;

    private JdbcDatabase(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeoutSeconds = Math.toIntExact(timeout.toSeconds());
    }

    static JdbcDatabase open(Target target, Duration timeout) {
        var url = target.url().orElseThrow();
        var properties = new Properties();
        target.user().ifPresent(user -> properties.setProperty("user", user));
        target.password().ifPresent(password -> properties.setProperty("password", password));
        requireDriver(url);
        try {
            var connection = DriverManager.getConnection(url, properties);
            connection.setAutoCommit(false);
            return new JdbcDatabase(connection, timeout);
        } catch (SQLException e) {
            throw new RedshiftException(
                    "Redshift cannot be reached: %s. Check tourbus.redshift.url, user and password."
                            .formatted(withoutPeriod(e)),
                    e);
        }
    }

    private static void requireDriver(String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new RedshiftException(
                    "There is no JDBC driver for tourbus.redshift.url. Put redshift-jdbc42-2.2.0.jar on the class path, or use the Data API.",
                    e);
        }
    }

    @Override
    public void run(String name, List<String> statements) {
        var number = 0;
        try (var statement = createStatement()) {
            for (var sql : statements) {
                number++;
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            rollBack(e);
            throw new RedshiftException(
                    Failures.message(name, number, statements, AwsFailures.firstLine(e.getMessage())), e);
        }
    }

    @Override
    public List<List<String>> query(String sql) {
        try (var statement = createStatement();
                var result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (var column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            connection.commit();
            return rows;
        } catch (SQLException e) {
            rollBack(e);
            throw new RedshiftException("Redshift: " + AwsFailures.firstLine(e.getMessage()), e);
        }
    }

    private Statement createStatement() throws SQLException {
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
