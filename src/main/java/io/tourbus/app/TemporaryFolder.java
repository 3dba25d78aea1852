package io.tourbus.app;

import io.tourbus.settings.ConfigurationException;
import io.tourbus.state.db.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.util.FileUtil;

/** A private folder for the temporary files of this process, in the state folder. Files of killed processes are deleted. */
record TemporaryFolder(Path path) implements AutoCloseable {

    /** @throws ConfigurationException if the folder cannot be created */
    static TemporaryFolder open(Path stateFolder) {
        var all = stateFolder.resolve("tmp");
        try {
            PrivateFiles.createFolders(all);
            try (var processes = Files.list(all)) {
                processes.filter(process -> !isAlive(process)).forEach(process -> FileUtil.removeDir(process.toFile()));
            }
            var own = all.resolve(String.valueOf(ProcessHandle.current().pid()));
            PrivateFiles.createFolders(own);
            return new TemporaryFolder(own);
        } catch (IOException e) {
            throw new ConfigurationException(List.of(
                    "The folder %s cannot be created: %s. Correct tourbus.state.folder or the permissions of the folder."
                            .formatted(all, e)));
        }
    }

    /** A container starts each process with the same ID. */
    private static boolean isAlive(Path process) {
        var name = process.getFileName().toString();
        return name.matches("\\d{1,18}")
                && Long.parseLong(name) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(name)).isPresent();
    }

    @Override
    public void close() {
        FileUtil.removeDir(path.toFile());
    }
}
