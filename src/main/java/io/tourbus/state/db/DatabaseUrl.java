package io.tourbus.state.db;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The JDBC URL of the state, as far as Tourbus has to understand it. */
public record DatabaseUrl(String text) {

    private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^;&\\s\"]*|(?<=//)[^/@\\s]*(@)");

    /** Other file systems and servers of H2, such as {@code mem:} and {@code tcp:}; a drive has one letter only. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9]{2,}:.*");

    public boolean isH2() {
        return text.startsWith("jdbc:h2:");
    }

    public boolean isPostgres() {
        return text.startsWith("jdbc:postgresql:");
    }

    /** The path and name to which H2 adds the ending of its file; empty when the state is not a plain file of H2. */
    public Optional<Path> file() {
        if (!isH2() || setting("AUTO_SERVER") || setting("CIPHER")) {
            return Optional.empty();
        }
        var name =
                text.substring("jdbc:h2:".length()).replaceFirst("^file:", "").replaceFirst(";.*", "");
        if (name.isBlank() || SCHEME.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(Path.of(name.replaceFirst("^~(?=[/\\\\])", System.getProperty("user.home"))));
    }

    /**
     * The URL with what H2 should do where the user says nothing else.
     *
     * <ul>
     *   <li>{@code DB_CLOSE_ON_EXIT=FALSE}: H2 would close the file as soon as the JVM is asked to end, while runs are
     *       still being brought to an end and have something to remember.
     *   <li>{@code WRITE_DELAY=10}: a process that is killed loses the last 10 ms, not the last 500. With 0 it would
     *       lose nothing, but H2 then never tidies up behind itself: the file grows by 16 KiB with each request counted.
     *   <li>{@code TRACE_LEVEL_FILE=0}: what is wrong is told by exception, not in a file beside the state.
     * </ul>
     */
    public String withDefaults() {
        if (!isH2()) {
            return text;
        }
        var url = new StringBuilder(text);
        for (var choice : new String[] {"DB_CLOSE_ON_EXIT=FALSE", "WRITE_DELAY=10", "TRACE_LEVEL_FILE=0"}) {
            if (!setting(choice.substring(0, choice.indexOf('=')))) {
                url.append(';').append(choice);
            }
        }
        return url.toString();
    }

    /** The URL for eyes: without passwords. */
    String shown() {
        return redacted(text);
    }

    /** A text without the passwords of URLs in it. */
    public static String redacted(String text) {
        return SECRET.matcher(text).replaceAll("$1***$2");
    }

    private boolean setting(String name) {
        return text.toUpperCase(Locale.ROOT).contains(";" + name + "=");
    }
}
