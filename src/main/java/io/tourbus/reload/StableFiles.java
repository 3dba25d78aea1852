package io.tourbus.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files of which an edit is taken when it has been the same twice: an editor may still be writing it. */
final class StableFiles {

    /** The texts of the files that are there. */
    @FunctionalInterface
    interface Files {
        Map<Path, String> read() throws IOException;
    }

    private final Files files;
    private final Map<Path, String> texts = new TreeMap<>();
    private Map<Path, String> seen = Map.of();

    StableFiles(Files files) {
        this.files = files;
    }

    /** @return what is there now, which is no edit */
    Map<Path, String> begin() throws IOException {
        texts.putAll(files.read());
        seen = Map.copyOf(texts);
        return seen;
    }

    /**
     * What has been edited since, each edit once; of a file that is gone there is no text. As long as one file changes none is
     * taken: what moves from one to another is seen in both.
     */
    Map<Path, Optional<String>> markApplied() throws IOException {
        var now = files.read();
        Map<Path, Optional<String>> taken = new TreeMap<>();
        if (now.equals(seen)) {
            Set<Path> all = new TreeSet<>(texts.keySet());
            all.addAll(now.keySet());
            all.removeIf(file -> Objects.equals(now.get(file), texts.get(file)));
            all.forEach(file -> taken.put(file, Optional.ofNullable(now.get(file))));
            texts.clear();
            texts.putAll(now);
        }
        seen = now;
        return taken;
    }
}
