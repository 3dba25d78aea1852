package io.tourbus.described.yaml;

import io.tourbus.settings.SettingsTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The problems of a description. */
public final class Problems {

    /** @param message one line with the field, and what to do */
    public record Problem(int line, String message) {

        public String in(String file) {
            return "%s line %d: %s".formatted(file, line, message);
        }
    }

    private final YamlDocument document;
    private final List<Problem> found = new ArrayList<>();

    public Problems(YamlDocument document) {
        this.document = document;
    }

    /** @param path the field, a list of names joined by dots */
    public void add(String path, String message) {
        found.add(new Problem(document.line(path), message));
    }

    /** Reports a value that is not one of those allowed. */
    public void invalid(String path, String value, Collection<String> allowed) {
        add(path, "%s is not valid: '%s'. %s".formatted(path, value, suggestion(value, allowed)));
    }

    /** Reports an unknown name. @param what such as {@code field} */
    public void unknown(String path, String what, String name, Collection<String> known) {
        add(path, "Unknown %s: %s. %s".formatted(what, name, suggestion(lastName(name), known)));
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String suggestion(String name, Collection<String> known) {
        return known.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .or(() -> SettingsTable.similar(name, known))
                .map("Did you mean %s?"::formatted)
                .orElseGet(() -> known.isEmpty() ? "Remove it." : "Use %s.".formatted(String.join(", ", known)));
    }

    public boolean none() {
        return found.isEmpty();
    }

    public List<Problem> all() {
        return List.copyOf(found);
    }
}
