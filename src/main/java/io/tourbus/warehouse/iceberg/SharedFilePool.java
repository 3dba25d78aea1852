package io.tourbus.warehouse.iceberg;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.iceberg.jdbc.JdbcClientPool;

/**
 * Connects to an H2 file for each action, and closes it afterwards. H2 locks a file while it is open, so several processes can use
 * the catalog in turns: each waits until the file is free.
 */
final class SharedFilePool extends JdbcClientPool {

    private static final long serialVersionUID = 1;
    private static final int IN_USE = 90020;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 20;

    private final String url;

    SharedFilePool(String url, Map<String, String> properties) {
        super(url, properties);
        this.url = url;
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action) throws SQLException, InterruptedException {
        return run(action, false);
    }

    @Override
    public synchronized <R> R run(Action<R, Connection, SQLException> action, boolean retry)
            throws SQLException, InterruptedException {
        try (var connection = connect()) {
            return action.run(connection);
        }
    }

    private Connection connect() throws SQLException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(url);
            } catch (SQLException e) {
                if (e.getErrorCode() != IN_USE || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
