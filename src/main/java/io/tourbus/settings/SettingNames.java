package io.tourbus.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The settings that there are, by the file that is shipped: their names, their variables, their defaults. */
public final class SettingNames {

    /** Ours alone: other settings are Camel's, or those of somebody's own routes. */
    public static final String PREFIX = "tourbus.";

    /** Whose values are shown to nobody; the address of alerts may have a password in it, or be one. */
    private static final Set<String> SECRETS = Set.of(
            "tourbus.spotify.client-secret",
            "tourbus.ticketmaster.api-key",
            "tourbus.state.password",
            "tourbus.server.token",
            "tourbus.alerts.to");

    /** Of the launchers and the log, beside the variables of settings. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("TOURBUS_HOME", "TOURBUS_CONFIG", "TOURBUS_LOG_FORMAT", "TOURBUS_LOG_LEVEL", "TOURBUS_TRACE");

    /** What Kubernetes tells every container of a service that is named tourbus. */
    private static final Pattern OF_KUBERNETES = Pattern.compile("TOURBUS_(SERVICE|PORT)(_.*)?");

    private static final Pattern OURS = Pattern.compile("TOURBUS_.*|API_(SPOTIFY|TICKETMASTER)_.*");
    private static final Pattern ALIAS = Pattern.compile("\\{\\{env:(\\w+):(.*)}}");

    private final Map<String, String> shipped = new TreeMap<>();

    private SettingNames(Properties file) {
        file.stringPropertyNames().forEach(key -> shipped.put(key, file.getProperty(key)));
    }

    public static SettingNames shipped() {
        try (InputStream file = SettingNames.class.getResourceAsStream("/application.properties")) {
            var properties = new Properties();
            properties.load(file);
            return new SettingNames(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all settings, sorted. */
    public Set<String> all() {
        return shipped.keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As it stands in the file, its variable included. */
    public String shipped(String key) {
        return shipped.get(key);
    }

    /** {@code TOURBUS_RETRY_ATTEMPTS} for {@code tourbus.retry.attempts}. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The other variable that a setting is read from: {@code API_RETRY_ATTEMPTS}. */
    public Optional<String> alias(String key) {
        var alias = ALIAS.matcher(shipped.getOrDefault(key, ""));
        return alias.matches() ? Optional.of(alias.group(1)) : Optional.empty();
    }

    public static boolean secret(String key) {
        return SECRETS.contains(key);
    }

    /** Settings whose value may lie in a file, named by the variable with {@code _FILE} after it. */
    static Set<String> secrets() {
        return SECRETS;
    }

    /**
     * What is wrong with the name of a setting, in a line; empty when there is such a setting, or it is none of ours. What Camel
     * has, in either spelling, Camel knows best: it takes no option at the start that it has not.
     */
    Optional<String> problem(String key) {
        if (key.startsWith("camel.") || shipped.containsKey(key)) {
            return Optional.empty();
        }
        var near = near(key, all());
        return key.startsWith(PREFIX) || near.isPresent() ? Optional.of(key + unknown(near)) : Optional.empty();
    }

    /** The same of a variable. */
    Optional<String> problemOfVariable(String name) {
        var known = variables();
        if (known.contains(name)
                || !OURS.matcher(name).matches()
                || OF_KUBERNETES.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(name + unknown(near(name, known)));
    }

    private static String unknown(Optional<String> near) {
        return " is no setting" + near.map(": did you mean %s?"::formatted).orElse(", see docs/configuration.md");
    }

    private Set<String> variables() {
        var settings = all().stream().flatMap(key -> Stream.concat(Stream.of(variable(key)), alias(key).stream()));
        var files = SECRETS.stream()
                .flatMap(key -> Stream.concat(Stream.of(variable(key)), alias(key).stream()))
                .map(name -> name + "_FILE");
        return Stream.of(settings, files, OTHER_VARIABLES.stream())
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }

    private static Optional<String> near(String name, Collection<String> known) {
        var most = Math.max(2, name.length() / 6);
        return known.stream()
                .filter(other -> distance(name, other) <= most)
                .min(Comparator.comparing(other -> distance(name, other)));
    }

    /** How many letters have to be put, left out or changed to make one of the other (Levenshtein). */
    private static int distance(String one, String other) {
        var row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                var changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
