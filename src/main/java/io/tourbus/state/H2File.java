package io.tourbus.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Looks at a file of H2 before H2 may write to it. Opened for writing, a file that was cut short is taken back by H2 to
 * an older state without a word, and one whose end is lost for good may be written over.
 */
final class H2File {

    private static final byte[] SIGNATURE = "H:2,".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseUrl url;
    private final Path file;
    private final Diagnosis diagnosis;

    H2File(DatabaseUrl url, Path name, Diagnosis diagnosis) {
        this.url = url;
        this.file = Path.of(name + ".mv.db");
        this.diagnosis = diagnosis;
    }

    /** @throws StateException when the file is in use or damaged, or cannot be written */
    void check(String user, String password) {
        requireWritable();
        if (Files.exists(file)) {
            requireContent();
            requireUnused(user, password);
            requireSignature();
            requireNewestVersion();
        }
    }

    private void requireWritable() {
        if (Files.exists(file)) {
            if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
                throw diagnosis.notWritable(file + " is not a writable file");
            }
            return;
        }
        var folder = file.toAbsolutePath().getParent();
        while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw diagnosis.notWritable(folder + " is not a writable folder");
        }
    }

    private void requireContent() {
        if (file.toFile().length() == 0) {
            throw diagnosis.damaged("it is empty", null);
        }
    }

    /**
     * To be called before the file is opened in any other way: H2 lets all within one JVM share a database, and on
     * Linux the lock that keeps other processes out ends when anything in this process closes the file.
     */
    private void requireUnused(String user, String password) {
        var readOnly = url.withDefaults() + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
        try (var connection = DriverManager.getConnection(readOnly, user, password);
                var sessions =
                        connection.createStatement().executeQuery("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS")) {
            sessions.next();
            if (sessions.getInt(1) > 1) {
                throw diagnosis.inUse(null);
            }
        } catch (SQLException e) {
            switch (e.getErrorCode()) {
                case ErrorCode.DATABASE_ALREADY_OPEN_1, ErrorCode.WRONG_USER_OR_PASSWORD:
                    throw diagnosis.of(e);
                default:
                    throw diagnosis.damaged(e.getMessage(), e);
            }
        }
    }

    /** H2 itself would go on with its second copy of the header, but who overwrote the first did not do it for that. */
    private void requireSignature() {
        try (var bytes = Files.newInputStream(file)) {
            if (!Arrays.equals(bytes.readNBytes(SIGNATURE.length), SIGNATURE)) {
                throw diagnosis.damaged("its header is overwritten", null);
            }
        } catch (IOException e) {
            throw diagnosis.damaged(e.toString(), e);
        }
    }

    /** After an orderly end the header names the version that was written last, and H2 must find that one. */
    private void requireNewestVersion() {
        try (var store = new MVStore.Builder()
                .fileName(file.toString())
                .readOnly()
                .autoCommitDisabled()
                .open()) {
            var header = store.getStoreHeader();
            if (header.containsKey("clean")
                    && Long.parseLong(header.get("version").toString(), 16) != store.getCurrentVersion()) {
                throw diagnosis.damaged("what was written last is missing, as if it was cut short", null);
            }
        } catch (MVStoreException e) {
            throw diagnosis.damaged(e.getMessage(), e);
        }
    }
}
