package io.tourbus.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Files of which an edit is taken when it has been the same twice: an editor may still be writing it. */
final class Edits {

    /** The texts of the files that are there. */
    @FunctionalInterface
    interface Files {
        Map<Path, String> read() throws IOException;
    }

    private final Files files;
    private final Map<Path, String> texts = new TreeMap<>();
    private Map<Path, String> seen = Map.of();

    Edits(Files files) {
        this.files = files;
    }

    /** @return what is there now, which is no edit */
    Map<Path, String> begin() throws IOException {
        texts.putAll(files.read());
        seen = Map.copyOf(texts);
        return seen;
    }

    /** What has been edited since, each edit once; of a file that is gone there is no text. */
    Map<Path, Optional<String>> taken() throws IOException {
        var now = files.read();
        Map<Path, String> all = new TreeMap<>(texts);
        all.putAll(now);
        Map<Path, Optional<String>> taken = new TreeMap<>();
        for (var file : all.keySet()) {
            var text = now.get(file);
            if (!Objects.equals(text, texts.get(file)) && Objects.equals(text, seen.get(file))) {
                taken.put(file, Optional.ofNullable(text));
                texts.compute(file, (same, before) -> text);
            }
        }
        seen = now;
        return taken;
    }
}
