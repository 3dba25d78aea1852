package io.tourbus.redshift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of SQL statements with placeholders {@code ${name}}. A statement ends with a semicolon at the end of a line, outside of
 * {@code $$}.
 */
record SqlScript(String name, String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z]+)}");

    /** @throws RedshiftException if the file cannot be read */
    static SqlScript read(Path folder, String name) {
        try {
            return new SqlScript(name, Files.readString(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            throw new RedshiftException(
                    "%s does not exist. Restore the folder warehouse of Tourbus.".formatted(folder.resolve(name)), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the placeholders. */
    SqlScript with(Map<String, String> values) {
        return new SqlScript(name, PLACEHOLDER.matcher(text).replaceAll(found -> {
            var value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("%s has no value for %s".formatted(name, found.group()));
            }
            return Matcher.quoteReplacement(value);
        }));
    }

    /** Returns the statements without comments and semicolons. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        var statement = new ArrayList<String>();
        var quoted = false;
        for (var line : text.lines().map(String::stripTrailing).toList()) {
            if (line.startsWith("--") || line.isBlank() && statement.isEmpty()) {
                continue;
            }
            quoted ^= line.split("\\$\\$", -1).length % 2 == 0;
            var end = !quoted && line.endsWith(";");
            statement.add(end ? line.substring(0, line.length() - 1) : line);
            if (end) {
                statements.add(String.join("\n", statement));
                statement.clear();
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("%s ends without a semicolon: %s".formatted(name, statement.get(0)));
        }
        return statements;
    }
}
