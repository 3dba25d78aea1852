package io.tourbus.warehouse.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An embedded DuckDB in memory, with a folder for temporary data, which {@link #close()} deletes. What does not fit into the memory
 * goes to that folder.
 */
public final class DuckDb implements AutoCloseable {

    /** A failed statement. The message is that of DuckDB. */
    public static final class DuckDbException extends RuntimeException {

        private static final long serialVersionUID = 1;

        DuckDbException(String message, Throwable cause) {
            super(message, cause);
        }

        /** Whether the statement needs more memory. */
        public boolean isOutOfMemory() {
            return getMessage().startsWith("Out of Memory Error");
        }
    }

    /** Reads a value from the current row. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The JDBC driver adds this to the messages of DuckDB. */
    private static final Pattern PREFIX =
            Pattern.compile("^Invalid Input Error: Attempting to execute an unsuccessful.*\\s+Error: ");

    private static final int TWO_THREADS_MEGABYTES = 512;
    private static final String FOLDER = "tourbus-warehouse-";

    private final Path folder;
    private final Connection connection;

    private DuckDb(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /** @param megabytes how much memory DuckDB may use, besides the heap of Java */
    public static DuckDb open(int megabytes) {
        var duck = open(megabytes, "");
        duck.run("SET preserve_insertion_order = false");
        if (megabytes < TWO_THREADS_MEGABYTES) {
            // A thread that reads JSON needs about 100 MB.
            duck.run("SET threads = 1");
        }
        return duck;
    }

    /** Opens a DuckDB that passes rows on while it reads: a result is closed before the next statement. */
    public static DuckDb openForQueries(int megabytes) {
        return open(megabytes, ";jdbc_stream_results=true");
    }

    private static DuckDb open(int megabytes, String options) {
        try {
            deleteAbandoned();
            var folder = Files.createTempDirectory(FOLDER);
            var duck = new DuckDb(folder, connect(options));
            duck.run("SET memory_limit = '%dMB'".formatted(megabytes));
            duck.run("SET temp_directory = " + text(folder.resolve("spilled").toString()));
            duck.run("SET threads = 2");
            duck.run("SET TimeZone = 'UTC'");
            duck.run("SET autoinstall_known_extensions = false");
            return duck;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes folders that processes left behind when they were killed, a day after their last change. */
    private static void deleteAbandoned() throws IOException {
        var yesterday = Instant.now().minus(Duration.ofDays(1));
        try (var folders = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), FOLDER + "*")) {
            for (var folder : folders) {
                try {
                    if (Files.getLastModifiedTime(folder).toInstant().isBefore(yesterday) && Files.isWritable(folder)) {
                        delete(folder);
                    }
                } catch (NoSuchFileException e) {
                    // Another process has just deleted its folder.
                }
            }
        }
    }

    private static Connection connect(String options) {
        try {
            return DriverManager.getConnection("jdbc:duckdb:;jdbc_jfr_memory_monitor=false" + options);
        } catch (SQLException e) {
            throw new DuckDbException(
                    "DuckDB has no library for this platform. Use Linux or macOS on x86-64 or arm64: " + e.getMessage(),
                    e);
        }
    }

    /** Returns the folder for temporary data. */
    public Path folder() {
        return folder;
    }

    public Connection connection() {
        return connection;
    }

    /** Denies all later statements the access to files outside of some folders and to the network. It cannot be undone. */
    public void denyAccess(List<Path> except) {
        run("SET autoload_known_extensions = false");
        run("SET allowed_directories = [%s]"
                .formatted(Stream.concat(Stream.of(folder), except.stream())
                        .map(path -> text(path.toString()))
                        .collect(Collectors.joining(", "))));
        run("SET enable_external_access = false");
        run("SET lock_configuration = true");
    }

    /** Runs a statement, and returns the number of changed rows. */
    public long run(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            return Math.max(0, statement.getLargeUpdateCount());
        } catch (SQLException e) {
            throw failure(e, sql);
        }
    }

    /** Returns a value for each row of a query. */
    public <T> List<T> rows(String sql, RowReader<T> reader) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<T> values = new ArrayList<>();
            while (rows.next()) {
                values.add(reader.read(rows));
            }
            return values;
        } catch (SQLException e) {
            throw failure(e, sql);
        }
    }

    /** Returns the number that a query returns. */
    public long number(String sql) {
        return rows(sql, row -> row.getLong(1)).get(0);
    }

    /** Returns the exception for a failed statement. */
    public static DuckDbException failure(SQLException e, String sql) {
        var detail = System.getenv("TOURBUS_TRACE") == null ? "" : "\n" + sql;
        return new DuckDbException(PREFIX.matcher(e.getMessage()).replaceFirst("") + detail, e);
    }

    /** Quotes a text. */
    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DuckDbException(e.getMessage(), e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
