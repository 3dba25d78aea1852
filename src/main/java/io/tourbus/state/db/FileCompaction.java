package io.tourbus.state.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.jdbi.v3.core.Handle;

/**
 * Keeps an H2 file within three times its live data. Each commit adds a chunk with all pages that changed. A chunk can be overwritten
 * when there are newer versions of all its pages. Most chunks have a few pages that stay, so these are written again from time to
 * time. H2 by itself would write all of them at once, which doubles the file.
 */
final class FileCompaction {

    /** How much larger than their current pages all chunks may be. The rest up to three times is for what is written meanwhile. */
    private static final double OPEN_RATIO = 1.6;

    private static final double CLOSED_RATIO = 1.3;
    private static final double MAX_RATIO = 2.5;
    /** A file may have so many unused bytes in any case. */
    private static final int MIN_UNUSED_BYTES = 256 << 10;

    /** The part of the live data that is written again at once. New chunks of that size fit into gaps. */
    private static final int PARTS = 32;

    private static final int MIN_BYTES_AT_ONCE = 64 << 10;
    private static final int MAX_BYTES_MOVED = 16 << 20;
    private static final int STEPS = 8;
    private static final int CLOSED_FILL_PERCENT = 90;
    private static final long MAX_SHRINK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final MVStore store;
    private final RandomAccessStore file;
    private final ReentrantLock turn = new ReentrantLock();
    private long nextVersion;

    private FileCompaction(MVStore store, RandomAccessStore file) {
        this.store = store;
        this.file = file;
    }

    /** Returns empty for a database whose file this process does not write. */
    static Optional<FileCompaction> find(Handle database) {
        try {
            var connection = database.getConnection().unwrap(JdbcConnection.class);
            if (connection.getSession() instanceof SessionLocal session) {
                var store = session.getDatabase().getStore().getMvStore();
                if (store.getFileStore() instanceof RandomAccessStore file) {
                    return Optional.of(new FileCompaction(store, file));
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("The state is not an H2 database.", e);
        }
    }

    /**
     * Writes the current pages of a few chunks again if the chunks are too large. Called after each transaction. The chunks become free
     * two commits later, so there is nothing to do before that.
     */
    void step() {
        if (turn.tryLock()) {
            try {
                if (store.getCurrentVersion() >= nextVersion) {
                    if (isLarger(OPEN_RATIO)) {
                        store.compact(100, bytesAtOnce());
                    }
                    nextVersion = store.getCurrentVersion() + 2;
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** Shrinks the file before it is closed, for 200 ms at most. */
    void shrink() {
        if (file.size() < CLOSED_RATIO * live() + 2 * MIN_UNUSED_BYTES) {
            return;
        }
        turn.lock();
        var retention = store.getRetentionTime();
        var deadline = System.nanoTime() + MAX_SHRINK_NANOS;
        try {
            // What the current version needs is on disk before anything else is overwritten.
            store.sync();
            store.setRetentionTime(0);
            for (var last = 0L; used() > last && System.nanoTime() - deadline < 0; ) {
                last = used();
                for (var step = 0; step < STEPS && isLarger(CLOSED_RATIO); step++) {
                    store.compact(100, bytesAtOnce());
                    store.sync();
                }
                file.compactMoveChunks(CLOSED_FILL_PERCENT, movable(), store);
            }
        } finally {
            store.setRetentionTime(retention);
            turn.unlock();
        }
    }

    private int bytesAtOnce() {
        return (int) Math.max(MIN_BYTES_AT_ONCE, live() / PARTS);
    }

    private boolean isLarger(double ratio) {
        return chunks() > ratio * live() + MIN_UNUSED_BYTES;
    }

    /** While H2 moves chunks, the file has them twice. */
    private long movable() {
        var room = (long) (MAX_RATIO * live()) - file.size();
        return room > 0 ? Math.min(room, MAX_BYTES_MOVED) : MAX_BYTES_MOVED;
    }

    private long live() {
        return chunks() * file.getChunksFillRate() / 100;
    }

    private long chunks() {
        return file.size() * file.getFillRate() / 100;
    }

    /** The part of the file that is in use, in hundredths of a percent. */
    private long used() {
        return (long) file.getFillRate() * file.getChunksFillRate();
    }
}
