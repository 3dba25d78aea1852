package io.tourbus.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Detects edits of files by polling. An edit counts once two polls in a row read the same content, because an editor can still be
 * writing. Contents are strings with one character per byte, so that invalid text in one file does not hide the others.
 */
final class StableFiles {

    @FunctionalInterface
    private interface Lister {
        List<Path> list() throws IOException;
    }

    private final Lister lister;
    private final Map<Path, String> applied = new TreeMap<>();
    private Map<Path, String> lastRead = Map.of();

    private StableFiles(Lister lister) {
        this.lister = lister;
    }

    static StableFiles ofFile(Path file) {
        return new StableFiles(() -> List.of(file));
    }

    /** The files in a folder whose names have a suffix, without hidden files. */
    static StableFiles inFolder(Path folder, String suffix) {
        return new StableFiles(() -> {
            RouteLinks.requireInside(folder);
            try (var files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(suffix)
                                && !file.getFileName().toString().startsWith("."))
                        .toList();
            }
        });
    }

    /** Reads the initial contents, which do not count as edits. */
    Map<Path, String> begin() throws IOException {
        applied.putAll(read());
        lastRead = Map.copyOf(applied);
        return lastRead;
    }

    /**
     * The new contents of the files that were edited since the last call; empty for a deleted file. Returns no edit while any
     * file is changing, because something that moves from one file to another could be seen in both.
     */
    Map<Path, Optional<String>> takeEdits() throws IOException {
        var current = read();
        Map<Path, Optional<String>> edits = new TreeMap<>();
        if (current.equals(lastRead)) {
            RouteFiles.differences(applied, current)
                    .forEach(file -> edits.put(file, Optional.ofNullable(current.get(file))));
            applied.clear();
            applied.putAll(current);
        }
        lastRead = current;
        return edits;
    }

    /** Skips directories, dangling links and files that are deleted meanwhile. */
    private Map<Path, String> read() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        for (var file : lister.list()) {
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
