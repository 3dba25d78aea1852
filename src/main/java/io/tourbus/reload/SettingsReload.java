package io.tourbus.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the file of settings. */
final class SettingsReload {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");

    private final Path file;
    private final Supplier<Optional<String>> taking;
    private final Function<Throwable, String> told;
    private final Edits edits = new Edits(this::read);

    /**
     * @param taking takes what the file says now, and tells what came of it, if anything did
     * @param told what is said of a failure, in a line
     */
    SettingsReload(Path file, Supplier<Optional<String>> taking, Function<Throwable, String> told) {
        this.file = file;
        this.taking = taking;
        this.told = told;
    }

    void begin() throws IOException {
        edits.begin();
    }

    void look() throws IOException {
        edits.taken().values().forEach(this::take);
    }

    private void take(Optional<String> text) {
        try {
            if (text.isEmpty()) {
                throw new ReloadException("the file is gone");
            }
            taking.get().ifPresent(said -> LOG.info("reload file={} {}", file.getFileName(), said));
        } catch (RuntimeException e) {
            LOG.error("reload refused, what ran goes on file={} reason={}", file.getFileName(), told.apply(e));
        }
    }

    /** Whatever its encoding is: here it is only compared. */
    private Map<Path, String> read() throws IOException {
        return Files.exists(file) ? Map.of(file, Files.readString(file, StandardCharsets.ISO_8859_1)) : Map.of();
    }
}
