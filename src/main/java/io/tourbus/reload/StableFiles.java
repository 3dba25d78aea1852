package io.tourbus.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Detects edits of the settings and of the routes by polling. A version counts once two polls in a row read the same contents,
 * because an editor can still be writing, and because something that moves from one file to another could be seen in both.
 * Contents are strings with one character per byte, so that invalid text in one file does not hide the others.
 */
final class StableFiles {

    private final Path settings;
    private final Map<Path, String> folders;
    private final Set<String> excluded;
    private Map<Path, String> taken = Map.of();
    private Map<Path, String> lastRead = Map.of();

    /**
     * @param folders the ends of the names of files by folder; hidden files are ignored
     * @param excluded the names of other files that are ignored
     */
    StableFiles(Path settings, Map<Path, String> folders, Set<String> excluded) {
        this.settings = settings;
        this.folders = Map.copyOf(folders);
        this.excluded = Set.copyOf(excluded);
    }

    /** Reads the initial contents, which do not count as edits. */
    Map<Path, String> begin() throws IOException {
        taken = read();
        lastRead = taken;
        return taken;
    }

    /** The contents of all files, if any was edited since the last call. */
    Optional<Map<Path, String>> takeEdited() throws IOException {
        var current = read();
        var edited = current.equals(lastRead) && !current.equals(taken);
        lastRead = current;
        if (edited) {
            taken = current;
        }
        return edited ? Optional.of(current) : Optional.empty();
    }

    private boolean isRead(String name, String end) {
        return name.endsWith(end) && !name.startsWith(".") && !excluded.contains(name);
    }

    /** Skips directories, dangling links and files that are deleted meanwhile. */
    private Map<Path, String> read() throws IOException {
        List<Path> all = new ArrayList<>(List.of(settings));
        for (var folder : folders.entrySet()) {
            RouteLinks.requireInside(folder.getKey());
            if (Files.isDirectory(folder.getKey())) {
                try (var files = Files.list(folder.getKey())) {
                    files.filter(file -> isRead(file.getFileName().toString(), folder.getValue()))
                            .forEach(all::add);
                }
            }
        }
        Map<Path, String> contents = new TreeMap<>();
        for (var file : all) {
            if (Files.isRegularFile(file)) {
                try {
                    contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (NoSuchFileException e) {
                    contents.remove(file);
                }
            }
        }
        return contents;
    }
}
