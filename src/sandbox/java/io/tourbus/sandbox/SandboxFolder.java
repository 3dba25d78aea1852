package io.tourbus.sandbox;

import io.tourbus.app.settings.StateInUseException;
import io.tourbus.state.db.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/**
 * The folder of the lake, the stream and the state of a sandbox, which one sandbox at a time can use. A file marks it, so that the
 * sandbox never deletes the state in a folder that it has not created.
 */
final class SandboxFolder implements AutoCloseable {

    private static final String MARK = "sandbox.lock";

    private final Path folder;
    private final FileChannel mark;

    private SandboxFolder(Path folder, FileChannel mark) {
        this.folder = folder;
        this.mark = mark;
    }

    /**
     * Reserves the folder until {@link #close()}, and creates it if necessary.
     *
     * @param trusted whether the folder belongs to the sandbox even if it is not marked
     * @throws IllegalArgumentException if the folder may contain other data
     * @throws StateInUseException if another sandbox uses it
     */
    static SandboxFolder open(Path folder, boolean trusted) throws IOException {
        if (!trusted && !isOwn(folder)) {
            throw new IllegalArgumentException(
                    "%s was not created by the sandbox. Use an empty or a new folder.".formatted(folder));
        }
        PrivateFiles.createFolders(folder);
        var mark = FileChannel.open(folder.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locks(mark)) {
            mark.close();
            throw new StateInUseException(
                    "Another sandbox uses %s. Stop it, or use another folder (--folder).".formatted(folder));
        }
        return new SandboxFolder(folder, mark);
    }

    private static boolean isOwn(Path folder) throws IOException {
        if (Files.notExists(folder) || Files.exists(folder.resolve(MARK))) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean locks(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path lake() {
        return folder.resolve("lake");
    }

    Path stream() {
        return folder.resolve("stream.ndjson");
    }

    /**
     * Deletes the state of an earlier catalogue, which does not match the new one. H2 locks its file in the same way.
     *
     * @throws StateInUseException if a process uses the state
     */
    void deleteState() throws IOException {
        var state = folder.resolve("state");
        var database = state.resolve("state.mv.db");
        if (!Files.isDirectory(state)) {
            return;
        }
        if (Files.notExists(database)) {
            delete(state);
            return;
        }
        try (var file = FileChannel.open(database, StandardOpenOption.WRITE)) {
            if (!locks(file)) {
                throw new StateInUseException(
                        "Another Tourbus process uses the state in %s. Stop it, or use another folder (--folder)."
                                .formatted(state));
            }
            delete(state);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Releases the folder. */
    @Override
    public void close() throws IOException {
        mark.close();
    }
}
