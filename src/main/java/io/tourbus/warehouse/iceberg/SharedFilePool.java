package io.tourbus.warehouse.iceberg;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Closes the connection to an H2 file when it is idle, or was open for long enough. H2 locks a file while it is open, so several
 * processes can use the catalog in turns: each waits until the file is free.
 */
final class SharedFilePool extends JdbcClientPool {

    private static final long serialVersionUID = 1;
    private static final int IN_USE = 90020;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 20;
    private static final long IDLE_MILLIS = 250;
    private static final Duration TURN = Duration.ofSeconds(1);

    private final String url;
    private final transient ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "warehouse-catalog");
        thread.setDaemon(true);
        return thread;
    });
    private transient Connection connection;
    private transient long connected;
    private transient ScheduledFuture<?> closing;

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
        if (closing != null) {
            closing.cancel(false);
        }
        if (connection == null) {
            connection = connect();
            connected = System.nanoTime();
        }
        try {
            return action.run(connection);
        } finally {
            if (System.nanoTime() - connected > TURN.toNanos()) {
                disconnect();
            } else {
                closing = timer.schedule(this::disconnect, IDLE_MILLIS, TimeUnit.MILLISECONDS);
            }
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

    private synchronized void disconnect() {
        try {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Cannot close the catalog.");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        disconnect();
        super.close();
    }
}
