package io.tourbus.testing;

import io.tourbus.state.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An empty state database. A copy saves the migrations, which take as long as a small run. */
final class StateTemplate {

    private static final String FILE = "state.mv.db";
    private static final Path TEMPLATE = create();

    private StateTemplate() {}

    private static Path create() {
        try {
            var folder = Files.createTempDirectory("tourbus-state");
            var file = folder.resolve(FILE);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            State.open("jdbc:h2:file:" + folder.resolve("state"), "", "").close();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the database to a folder that has none. */
    static void copyTo(Path folder) {
        var file = folder.resolve(FILE);
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Files.copy(TEMPLATE, file, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
