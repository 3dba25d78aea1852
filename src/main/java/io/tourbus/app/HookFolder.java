package io.tourbus.app;

import io.tourbus.app.settings.Home;
import io.tourbus.reload.HookFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The folder {@code routes/hooks} of the home folder. */
final class HookFolder {

    private HookFolder() {}

    static Path path() {
        return Home.path().resolve("routes/hooks");
    }

    /** The mistakes in the files. */
    static List<String> problems() {
        return Home.exists() && Files.isDirectory(path()) ? HookFiles.problems(path()) : List.of();
    }

    /**
     * Finds the mistake of a hook that prevents the start.
     *
     * @param failed the context that did not start
     */
    static Optional<String> diagnose(CamelContext failed) {
        if (failed == null || !isPresent()) {
            return Optional.empty();
        }
        var routes = path().getParent();
        try (var shipped = Files.list(routes);
                var hooks = Files.list(path())) {
            var files = Stream.concat(shipped, hooks)
                    .filter(file -> file.toString().endsWith(".camel.yaml"))
                    .toList();
            return HookFiles.diagnose(files, file -> file.startsWith(path()), failed);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the home folder has a hook. The jar has none. */
    static boolean isPresent() {
        if (!Home.exists() || !Files.isDirectory(path())) {
            return false;
        }
        try (var files = Files.list(path())) {
            return files.anyMatch(file -> file.toString().endsWith(".camel.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
