package io.tourbus.job;

import io.tourbus.settings.SettingsTable;
import java.util.List;

/** There is no job with the given name. */
public final class UnknownJobException extends IllegalArgumentException {

    UnknownJobException(String label, List<String> known) {
        super("Unknown job: '%s'. %s"
                .formatted(
                        label,
                        SettingsTable.similar(label, known)
                                .map("Did you mean %s?"::formatted)
                                .orElseGet(() -> "Use one of %s.".formatted(String.join(", ", known)))));
    }
}
