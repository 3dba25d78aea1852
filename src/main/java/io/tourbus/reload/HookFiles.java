package io.tourbus.reload;

import io.tourbus.hook.Hook;
import io.tourbus.settings.SettingsTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the files in the folder of hooks. */
public final class HookFiles {

    private static final String EXTENSION = ".camel.yaml";

    private HookFiles() {}

    /** The mistakes in the files of a folder, each with its file and line. Camel finds the others when it builds the routes. */
    public static List<String> problems(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .flatMap(file -> problem(file).stream())
                    .toList();
        } catch (IOException e) {
            return List.of("The folder %s cannot be read: %s".formatted(folder, e));
        }
    }

    /** The mistake in a file; empty if there is none that can be seen without building its routes. */
    public static Optional<String> problem(Path file) {
        var name = file.getFileName().toString();
        if (!name.endsWith(EXTENSION)) {
            return name.endsWith(".yaml") || name.endsWith(".yml")
                    ? Optional.of("%s is not read. Rename it to %s%s, or move it to another folder."
                            .formatted(file, name.replaceFirst("\\..*", ""), EXTENSION))
                    : Optional.empty();
        }
        try {
            requireKnownHooks(RouteFile.parse(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of("%s%s: %s".formatted(file, e.line() == 0 ? "" : " line " + e.line(), e.getMessage()));
        } catch (IOException e) {
            return Optional.of("%s cannot be read: %s".formatted(file, e));
        }
    }

    /** @throws RefusedException if a route reads from a hook that does not exist */
    static void requireKnownHooks(RouteFile file) {
        file.routes().forEach(route -> {
            var from = RouteFile.map(RouteFile.map(route.content()).get("from"));
            Hook.nameIn(input(from)).filter(name -> Hook.named(name).isEmpty()).ifPresent(name -> {
                throw new RefusedException(file.path(), file.line(route, "hook-" + name), unknown(name));
            });
        });
    }

    /** The name of an endpoint can be in its URI, or in its parameters. */
    private static String input(Map<?, ?> from) {
        var name = RouteFile.map(from.get("parameters")).get("name");
        return name == null ? String.valueOf(from.get("uri")) : "%s:%s".formatted(from.get("uri"), name);
    }

    private static String unknown(String name) {
        var hint = SettingsTable.similar(name, Hook.labels())
                .map("Did you mean %s?"::formatted)
                .orElseGet(() -> "Use one of %s.".formatted(String.join(", ", Hook.labels())));
        return "Unknown hook: '%s'. %s".formatted(name, hint);
    }
}
