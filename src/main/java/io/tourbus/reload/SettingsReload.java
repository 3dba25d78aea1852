package io.tourbus.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the file of settings. */
final class SettingsReload {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");

    private final Path file;
    private final Supplier<Taken> taking;
    private final Function<Throwable, String> told;
    private final Edits edits = new Edits(this::read);

    /**
     * @param taking takes what the file says now
     * @param told what is said of a failure, in a line
     */
    SettingsReload(Path file, Supplier<Taken> taking, Function<Throwable, String> told) {
        this.file = file;
        this.taking = taking;
        this.told = told;
    }

    void begin() throws IOException {
        edits.begin();
    }

    /** @return the names of settings for which routes are to be made anew */
    Set<String> look() throws IOException {
        var edited = edits.taken().get(file);
        return edited == null ? Set.of() : take(edited);
    }

    private Set<String> take(Optional<String> text) {
        try {
            if (text.isEmpty()) {
                throw new ReloadException("the file is gone");
            }
            var taken = taking.get();
            if (!taken.said().isEmpty()) {
                LOG.info("reload file={} {}", file.getFileName(), taken.said());
            }
            return taken.changed();
        } catch (RuntimeException e) {
            LOG.error("reload refused, what ran goes on file={} reason={}", file.getFileName(), told.apply(e));
            return Set.of();
        }
    }

    /** Whatever its encoding is: here it is only compared. */
    private Map<Path, String> read() throws IOException {
        return Files.exists(file) ? Map.of(file, Files.readString(file, StandardCharsets.ISO_8859_1)) : Map.of();
    }
}
