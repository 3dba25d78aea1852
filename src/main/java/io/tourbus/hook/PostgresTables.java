package io.tourbus.hook;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The bean {@code postgresTables}: tables of PostgreSQL with the latest version of each record. Keeps a connection for each. */
public final class PostgresTables implements AutoCloseable {

    private static final String TIMEOUT_SECONDS = "10";

    private final Map<Table, Connected> tables = new ConcurrentHashMap<>();

    private record Table(String url, String user, String passwordVariable, String name) {}

    /** Not safe for several threads, so each call locks it. */
    private static final class Connected {
        private Connection connection;
    }

    /**
     * Writes a record, instead of an older one with the same ID.
     *
     * @param passwordVariable the environment variable with the password
     */
    public void put(String url, String user, String passwordVariable, String table, String id, String json)
            throws SQLException {
        if (!table.matches("\\w+(\\.\\w+)?")) {
            throw new IllegalArgumentException("'%s' is not the name of a table".formatted(table));
        }
        var target = new Table(url, user, passwordVariable, table);
        var connected = tables.computeIfAbsent(target, any -> new Connected());
        synchronized (connected) {
            try {
                if (connected.connection == null) {
                    connected.connection = open(target);
                }
                write(connected.connection, table, id, json);
            } catch (SQLException e) {
                close(connected);
                throw e;
            }
        }
    }

    private static void write(Connection connection, String table, String id, String json) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO %s (id, record) VALUES (?, ?::jsonb)
                ON CONFLICT (id) DO UPDATE SET record = excluded.record""".formatted(table))) {
            statement.setString(1, id);
            statement.setString(2, json);
            statement.executeUpdate();
        }
    }

    private static Connection open(Table table) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", table.user());
        properties.setProperty("password", Objects.toString(System.getenv(table.passwordVariable()), ""));
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        var connection = DriverManager.getConnection(table.url(), properties);
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS %s (id text PRIMARY KEY, record jsonb NOT NULL)"
                    .formatted(table.name()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void close(Connected connected) throws SQLException {
        if (connected.connection != null) {
            connected.connection.close();
            connected.connection = null;
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connected : tables.values()) {
            synchronized (connected) {
                close(connected);
            }
        }
    }
}
