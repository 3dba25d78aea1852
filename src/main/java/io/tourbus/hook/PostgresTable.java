package io.tourbus.hook;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A table of PostgreSQL with the latest version of each record. Keeps one connection open. */
public final class PostgresTable implements AutoCloseable {

    private static final String TIMEOUT_SECONDS = "10";

    private String url = "";
    private String user = "";
    private String password = "";
    private String table = "";
    private Connection connection;

    public void setUrl(String url) {
        this.url = url;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /** @throws IllegalArgumentException if it is not the name of a table, with or without that of its schema */
    public void setTable(String table) {
        if (!table.matches("\\w+(\\.\\w+)?")) {
            throw new IllegalArgumentException("'%s' is not the name of a table".formatted(table));
        }
        this.table = table;
    }

    /** Writes a record, instead of an older one with the same ID. */
    public synchronized void put(String id, String json) throws SQLException {
        try (var statement = open().prepareStatement(
                        "INSERT INTO %s (id, record) VALUES (?, ?::jsonb) ON CONFLICT (id) DO UPDATE SET record = excluded.record"
                                .formatted(table))) {
            statement.setString(1, id);
            statement.setString(2, json);
            statement.executeUpdate();
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            var properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
            properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
            connection = DriverManager.getConnection(url, properties);
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS %s (id text PRIMARY KEY, record jsonb NOT NULL)".formatted(table));
            }
        }
        return connection;
    }

    @Override
    public synchronized void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
