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
 * Looks at a file of H2 before H2 may write to it. Opened for writing, a file that was cut short is taken back by H2 to
 * an older state without a word, and one whose end is lost for good may be written over.
 */
public final class H2File implements AutoCloseable {

    private static final int BLOCK_BYTES = 4_096;
    /** As much as a new state takes, or an upgrade. */
    private static final int ROOM_BYTES = 256 << 10;

    private static final byte[] SIGNATURE = "H:2,".getBytes(StandardCharsets.US_ASCII);

    /**
     * The files that this process has open, for which H2's lock does not do: within one process H2 shares a database,
     * and on Linux the lock that keeps other processes out ends when this one closes the file anywhere.
     */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final DatabaseErrorTranslator diagnosis;
    private boolean fresh;

    public H2File(Path name, DatabaseErrorTranslator diagnosis) {
        this.file = Path.of(name + ".mv.db").toAbsolutePath().normalize();
        this.diagnosis = diagnosis;
    }

    /**
     * Takes the file for this state, until {@link #close()}.
     *
     * @throws StateException when the file is in use or damaged, or cannot be written
     */
    public void open() {
        requireWritable();
        if (!OPEN_HERE.add(file)) {
            throw diagnosis.inUse(null);
        }
        try {
            requireRoom();
            fresh = !Files.exists(file);
            if (!fresh) {
                requireContent();
                requireSignature();
                requireAllParts();
            }
        } catch (StateException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        OPEN_HERE.remove(file);
    }

    /** Closes a file that could not be made use of: half a new state would be in the way of the next start. */
    public void abandon() {
        try {
            if (fresh) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw diagnosis.notWritable(e.toString());
        } finally {
            close();
        }
    }

    private void requireWritable() {
        if (Files.exists(file)) {
            if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
                throw diagnosis.notWritable(file + " is not a writable file");
            }
            return;
        }
        var folder = file.getParent();
        while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw diagnosis.notWritable(folder + " is not a writable folder");
        }
    }

    /** A failed write may leave the tables half made, and sends H2 round in circles now and then. */
    private void requireRoom() {
        try {
            Files.createDirectories(file.getParent());
            var probe = Files.createTempFile(file.getParent(), "room", ".tmp");
            try {
                Files.write(probe, new byte[ROOM_BYTES]);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw diagnosis.notWrittenTo(e);
        }
    }

    private void requireContent() {
        if (file.toFile().length() == 0) {
            throw diagnosis.damaged("it is empty");
        }
    }

    /** H2 itself would go on with its second copy of the header, but who overwrote the first did not do it for that. */
    private void requireSignature() {
        try (var bytes = Files.newInputStream(file)) {
            if (!Arrays.equals(bytes.readNBytes(SIGNATURE.length), SIGNATURE)) {
                throw diagnosis.damaged("its header is overwritten");
            }
        } catch (IOException e) {
            throw diagnosis.damaged(e);
        }
    }

    private void requireAllParts() {
        try (var store = new MVStore.Builder()
                .fileName(file.toString())
                .readOnly()
                .autoCommitDisabled()
                .open()) {
            if (isTakenBack(store) || endOfLiveChunks(store) > file.toFile().length()) {
                throw diagnosis.damaged("what was written last is missing, as if it was cut short");
            }
        } catch (MVStoreException e) {
            throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED ? diagnosis.inUse(e) : diagnosis.damaged(e);
        }
    }

    /** After an orderly end the header names the version that was written last; H2 takes an older one for want of it. */
    private static boolean isTakenBack(MVStore store) {
        var header = store.getStoreHeader();
        return header.containsKey("clean") && DataUtils.readHexLong(header, "version", 0) != store.getCurrentVersion();
    }

    /** Up to which byte the file is needed, by the chunks that hold pages in use. */
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
