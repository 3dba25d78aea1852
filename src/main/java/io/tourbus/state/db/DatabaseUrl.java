package io.tourbus.state.db;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The JDBC URL of the state database: detects the database, adds default options and masks passwords. */
public record DatabaseUrl(String text) {

    private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^;&\\s\"]*|(?<=//)[^/@\\s]*(@)");

    /** Matches other file systems and servers of H2, such as {@code mem:} and {@code tcp:}, but not a drive such as {@code C:}. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9]{2,}:.*");

    private static final Pattern POSTGRES = Pattern.compile("jdbc:postgresql://([^/?]*)(.*)");
    private static final Pattern LOCAL = Pattern.compile("(?i)(localhost|127\\.[\\d.]+|\\[::1]|)(:\\d*)?");
    private static final Pattern ENCRYPTED =
            Pattern.compile("[?&](sslmode=(require|verify-ca|verify-full)|ssl(=true)?)(&|$)");

    private static final List<String> H2_DEFAULTS = List.of(
            "DB_CLOSE_ON_EXIT=FALSE",
            "WRITE_DELAY=10",
            "PAGE_SIZE=2048",
            "AUTO_COMPACT_FILL_RATE=0",
            "TRACE_LEVEL_FILE=0");

    public boolean isH2() {
        return text.startsWith("jdbc:h2:");
    }

    /** Whether only one process can use the database: an H2 file, or a database in memory. */
    public boolean isExclusive() {
        return file().isPresent() || text.startsWith("jdbc:h2:mem:");
    }

    public boolean isPostgres() {
        return text.startsWith("jdbc:postgresql:");
    }

    /** Whether this is a PostgreSQL server on another machine, and the options do not require encryption. */
    public boolean isUnencryptedRemote() {
        var server = POSTGRES.matcher(text);
        return server.matches()
                && Arrays.stream(server.group(1).replaceFirst(".*@", "").split(","))
                        .anyMatch(host -> !LOCAL.matcher(host).matches())
                && !ENCRYPTED.matcher(server.group(2)).find();
    }

    /** Returns the path of the H2 file without {@code .mv.db}; empty if the database is not a local unencrypted H2 file. */
    public Optional<Path> file() {
        if (!isH2() || hasOption("AUTO_SERVER") || hasOption("CIPHER")) {
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
     * Returns the URL with default options for H2 where the user has not set them.
     *
     * <ul>
     *   <li>{@code DB_CLOSE_ON_EXIT=FALSE}: keeps the database open during shutdown, while runs still store their progress.
     *   <li>{@code WRITE_DELAY=10}: a killed process loses the last 10 ms instead of the last 500 ms. With 0, nothing is lost,
     *       but H2 never compacts the file, which then grows by 16 KiB with each counted request.
     *   <li>{@code PAGE_SIZE=2048}: records have random keys, so each slice changes most pages. Smaller pages contain fewer rows that
     *       are written again unchanged.
     *   <li>{@code AUTO_COMPACT_FILL_RATE=0}: {@link FileCompaction} rewrites parts of the file. H2 would rewrite all of it at once.
     *   <li>{@code TRACE_LEVEL_FILE=0}: prevents a trace file beside the database; errors are reported by exception.
     * </ul>
     */
    public String withDefaults() {
        if (!isH2()) {
            return text;
        }
        var url = new StringBuilder(text);
        for (var option : H2_DEFAULTS) {
            if (!hasOption(option.substring(0, option.indexOf('=')))) {
                url.append(';').append(option);
            }
        }
        return url.toString();
    }

    String redacted() {
        return redacted(text);
    }

    /** Masks the passwords of all URLs in a text. */
    public static String redacted(String text) {
        return SECRET.matcher(text).replaceAll("$1***$2");
    }

    private boolean hasOption(String name) {
        return text.toUpperCase(Locale.ROOT).contains(";" + name + "=");
    }
}
