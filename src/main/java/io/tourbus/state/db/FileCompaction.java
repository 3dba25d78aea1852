package io.tourbus.state.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStore.TxCounter;
import org.h2.mvstore.RandomAccessStore;
import org.jdbi.v3.core.Handle;

/**
 * Keeps an H2 file within three times its live data. Each commit adds a chunk with all pages that changed. A chunk can be overwritten
 * when there are newer versions of all its pages. Most chunks have a few pages that stay, so these are written again from time to
 * time. H2 by itself would write all of them at once, which doubles the file.
 *
 * <p>H2 would also keep a chunk for a fixed time before it overwrites it, so that the chunks of the last version on disk are complete if
 * the power fails. What a run without rate limit writes in that time can be larger than its data, and the time would have to be longer
 * than the slowest disk needs. This class instead makes H2 keep the last version that {@link #sync} wrote to disk, and nothing else.
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
    /** The first one can leave a chunk at the end of the file, and on a busy machine some of them change nothing. */
    private static final int PASSES = 40;

    private static final int CLOSED_FILL_PERCENT = 90;
    /** Unlike 0, this does not depend on the clock, which can be set back. */
    private static final int NO_RETENTION = -1;

    static final long MAX_CLOSE_SHRINK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MAX_OPEN_SHRINK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** So that it is not tried all the time while a transaction needs an old version. */
    private static final int VERSIONS_BETWEEN_SHRINKS = 250;

    private final MVStore store;
    private final RandomAccessStore file;
    private final ReentrantLock turn = new ReentrantLock();
    private long nextVersion;
    private long nextShrink;
    /** While H2 counts this version as in use, it overwrites no chunk that this version or a later one needs. */
    private TxCounter onDisk;

    private FileCompaction(MVStore store, RandomAccessStore file) {
        this.store = store;
        this.file = file;
        this.onDisk = store.registerVersionUsage();
        // This version may not be on disk yet, and the one that is would lose its chunks.
        sync();
        store.setRetentionTime(NO_RETENTION);
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

    /** Writes all commits to disk. What only earlier versions need can then be overwritten. */
    void sync() {
        turn.lock();
        try {
            store.commit();
            var version = store.registerVersionUsage();
            // Waits for versions that another thread has committed but not written yet.
            store.executeFilestoreOperation(file::sync);
            store.deregisterVersionUsage(onDisk);
            onDisk = version;
        } finally {
            turn.unlock();
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
                        sync();
                    }
                    if (isLarger(OPEN_RATIO)) {
                        store.compact(100, bytesAtOnce());
                    }
                    if (isTooLarge() && store.getCurrentVersion() >= nextShrink) {
                        shrink(MAX_OPEN_SHRINK_NANOS);
                        nextShrink = store.getCurrentVersion() + VERSIONS_BETWEEN_SHRINKS;
                    }
                    nextVersion = store.getCurrentVersion() + 2;
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** Shrinks a file that an earlier version of Tourbus or a migration left too large. */
    void limit() {
        if (isTooLarge()) {
            shrink(MAX_OPEN_SHRINK_NANOS);
        }
    }

    private boolean isTooLarge() {
        return file.size() > MAX_RATIO * live() + 2 * MIN_UNUSED_BYTES;
    }

    /** @param nanos the time after which no further pass begins */
    void shrink(long nanos) {
        turn.lock();
        var deadline = System.nanoTime() + nanos;
        try {
            // The size does not contain what is not written yet.
            sync();
            if (file.size() < CLOSED_RATIO * live() + 2 * MIN_UNUSED_BYTES) {
                return;
            }
            var last = 0L;
            for (var pass = 0; pass < PASSES && System.nanoTime() - deadline < 0; pass++) {
                if (used() <= last && !isTooLarge()) {
                    break;
                }
                last = used();
                for (var step = 0; step < STEPS && isLarger(CLOSED_RATIO); step++) {
                    store.compact(100, bytesAtOnce());
                    sync();
                }
                file.compactMoveChunks(CLOSED_FILL_PERCENT, movable(), store);
            }
        } finally {
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
