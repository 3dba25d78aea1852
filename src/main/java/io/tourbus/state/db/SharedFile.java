package io.tourbus.state.db;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small JSON file that several processes of this machine change, one at a time. The operating system releases the lock of a
 * process that ends. If the file cannot be used, this process continues with the last value that it knows, and logs it once.
 * Thread-safe.
 */
public final class SharedFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SharedFile.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final long POLL_NANOS = 1_000_000;
    private static final int MAX_BYTES = 1 << 16;
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** File locks do not exclude threads of one process, and closing any handle of a file releases the lock of the process. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    private final Class<T> type;
    private final Duration patience;
    private final ReentrantLock lock;
    private final T empty;
    private T last;
    private boolean failed;
    private long retryAt;

    /**
     * @param empty the value if the file does not exist or is damaged
     * @param patience how long to wait for a process that holds the file
     */
    public SharedFile(Path file, T empty, Class<T> type, Duration patience) {
        this.file = file.toAbsolutePath().normalize();
        this.type = type;
        this.patience = patience;
        this.empty = empty;
        this.last = empty;
        this.lock = LOCKS.computeIfAbsent(this.file, path -> new ReentrantLock());
    }

    /** Returns the present value. */
    public T read() {
        return update(UnaryOperator.identity());
    }

    /** Replaces the value. @param change is called once, unless the thread is interrupted; what it throws is passed on */
    public T update(UnaryOperator<T> change) {
        var interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return updateOnce(change);
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private T updateOnce(UnaryOperator<T> change) throws ClosedByInterruptException {
        lock.lock();
        try (var open = open()) {
            if (open == null) {
                last = change.apply(last);
                return last;
            }
            last = change.apply(open.value);
            if (!last.equals(open.value)) {
                open.write(last);
            }
            if (failed) {
                failed = false;
                LOG.info("rate limits and quotas are shared with other processes again file={}", file);
            }
            return last;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            fail(e.toString());
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Returns {@code null} if the file cannot be used now. */
    private Locked open() throws ClosedByInterruptException {
        if (failed && System.nanoTime() - retryAt < 0) {
            return null;
        }
        FileChannel channel = null;
        try {
            create();
            channel = FileChannel.open(file, OPTIONS);
            var deadline = System.nanoTime() + patience.toNanos();
            while (channel.tryLock() == null) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("another process has locked it for %d ms".formatted(patience.toMillis()));
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return new Locked(channel, read(channel));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | OverlappingFileLockException e) {
            close(channel);
            fail(e.toString());
            return null;
        }
    }

    private void create() throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var folder = file.getParent();
        PrivateFiles.createFolders(folder);
        try {
            PrivateFiles.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        try {
            Files.setOwner(file, Files.getOwner(folder));
        } catch (IOException | UnsupportedOperationException e) {
            // only root can, who may be the first to need a file of the user that serves
        }
    }

    private T read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(MAX_BYTES, channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // until the end of the file
        }
        if (bytes.position() == 0) {
            return empty;
        }
        try {
            var value = JSON.readValue(bytes.array(), 0, bytes.position(), type);
            return value == null ? empty : value;
        } catch (JacksonException e) {
            LOG.warn("the file with the limits of all processes was damaged and is replaced file={}", file);
            return empty;
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the file was not written
        }
    }

    private void fail(String reason) {
        retryAt = System.nanoTime() + RETRY.toNanos();
        if (!failed) {
            failed = true;
            LOG.warn(
                    "rate limits and quotas are not shared with other processes file={} reason='{}'; correct its owner or"
                            + " permissions, or delete it. Tourbus keeps its own limits, and tries again every {} s.",
                    file,
                    reason,
                    RETRY.toSeconds());
        }
    }

    /** The file while this process holds its lock. */
    private final class Locked implements AutoCloseable {

        private final FileChannel channel;
        private final T value;

        Locked(FileChannel channel, T value) {
            this.channel = channel;
            this.value = value;
        }

        /** The old end of a longer file is no part of the value, should the process end before it is cut off. */
        void write(T value) throws IOException {
            var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(value));
            var length = bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            channel.truncate(length);
        }

        /** Closing the file releases its lock. */
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
