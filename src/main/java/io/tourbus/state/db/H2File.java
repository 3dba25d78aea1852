package io.tourbus.state.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Locks an H2 file and checks it for damage before H2 opens it for writing. Without this check, H2 silently reverts a truncated
 * file to an older version, and can overwrite parts of a file whose end is lost.
 */
public final class H2File implements AutoCloseable {

    private static final int BLOCK_BYTES = 4_096;
    /** Enough for a new database or an upgrade. */
    private static final int REQUIRED_FREE_BYTES = 256 << 10;

    private static final byte[] SIGNATURE = "H:2,".getBytes(StandardCharsets.US_ASCII);

    /**
     * The files that this process has open. The file lock of H2 does not cover them, because H2 shares a database within a process.
     * On Linux, closing any handle of the file in this process also releases the lock against other processes.
     */
    private static final Set<Path> OPEN_FILES = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final DatabaseErrorTranslator errors;
    private boolean created;

    /** @param name the path of the file without {@code .mv.db} */
    public H2File(Path name, DatabaseErrorTranslator errors) {
        this.file = Path.of(name + ".mv.db").toAbsolutePath().normalize();
        this.errors = errors;
    }

    /**
     * Reserves the file until {@link #close()}.
     *
     * @throws StateException if the file is in use, damaged or not writable
     */
    public void open() {
        requireWritable();
        if (!OPEN_FILES.add(file)) {
            throw errors.inUse(null);
        }
        try {
            requireFreeSpace();
            created = !Files.exists(file);
            if (!created) {
                requireHeader();
                requireComplete();
            }
        } catch (StateException e) {
            close();
            throw e;
        }
    }

    /** Restricts the file to this user. H2 creates a new file when it compacts the database. */
    public void restrict() {
        PrivateFiles.restrict(file);
    }

    @Override
    public void close() {
        restrict();
        OPEN_FILES.remove(file);
    }

    /** Closes the file after a failed start, and deletes it if it is new, because an incomplete file prevents the next start. */
    public void abandon() {
        try {
            if (created) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw errors.notWritable(e.toString());
        } finally {
            close();
        }
    }

    private void requireWritable() {
        if (Files.exists(file)) {
            if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
                throw errors.notWritable(file + " is not a writable file");
            }
            return;
        }
        var folder = file.getParent();
        while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw errors.notWritable(folder + " is not a writable directory");
        }
    }

    /** On a full disk, H2 can leave an incomplete schema behind, or loop without end. */
    private void requireFreeSpace() {
        try {
            PrivateFiles.createFolders(file.getParent());
            var probe = Files.createTempFile(file.getParent(), "room", ".tmp");
            try {
                Files.write(probe, new byte[REQUIRED_FREE_BYTES]);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw errors.writeFailed(e);
        }
    }

    /** H2 itself would fall back to its second copy of the header, but an overwritten header indicates further damage. */
    private void requireHeader() {
        try (var bytes = Files.newInputStream(file)) {
            var header = bytes.readNBytes(SIGNATURE.length);
            if (header.length == 0) {
                throw errors.damaged("the file is empty");
            }
            if (!Arrays.equals(header, SIGNATURE)) {
                throw errors.damaged("the file header is overwritten");
            }
        } catch (IOException e) {
            throw errors.damaged(e);
        }
    }

    private void requireComplete() {
        try (var store = new MVStore.Builder()
                .fileName(file.toString())
                .readOnly()
                .autoCommitDisabled()
                .open()) {
            if (isOlderVersion(store) || endOfLiveChunks(store) > file.toFile().length()) {
                throw errors.damaged("the end of the file is missing");
            }
        } catch (MVStoreException e) {
            throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED ? errors.inUse(e) : errors.damaged(e);
        }
    }

    /** After a clean shutdown, the header names the last version; H2 opens an older one if the last is missing. */
    private static boolean isOlderVersion(MVStore store) {
        var header = store.getStoreHeader();
        return header.containsKey("clean") && DataUtils.readHexLong(header, "version", 0) != store.getCurrentVersion();
    }

    /** Returns the offset of the first byte after the chunks with pages in use. */
    private static long endOfLiveChunks(MVStore store) {
        return store.getLayoutMap().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("chunk."))
                .map(entry -> DataUtils.parseMap(entry.getValue()))
                .filter(chunk -> DataUtils.readHexLong(chunk, "livePages", 1) > 0)
                .mapToLong(chunk -> DataUtils.readHexLong(chunk, "block", 0) + DataUtils.readHexLong(chunk, "len", 0))
                .map(blocks -> blocks * BLOCK_BYTES)
                .max()
                .orElse(0);
    }
}
