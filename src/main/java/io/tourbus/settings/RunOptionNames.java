package io.tourbus.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Short names for settings of a single run, in Lambda events and options of {@code tourbus run}. */
public final class RunOptionNames {

    private static final Map<String, String> KEYS = new TreeMap<>();

    static {
        SettingsTable.all().forEach(setting -> setting.event().ifPresent(name -> KEYS.put(name, setting.key())));
    }

    private RunOptionNames() {}

    public static boolean has(String name) {
        return KEYS.containsKey(name);
    }

    /** Returns all names, separated by commas. */
    public static String words() {
        return String.join(", ", KEYS.keySet());
    }

    /**
     * Returns the settings by key. Countries also clear the configured states and cities, which belong to other countries: see the
     * column {@code clears}. A limit also sets the number of concurrent slices of each source to 1.
     */
    public static Map<String, String> settings(Map<String, String> named) {
        Map<String, String> settings = new LinkedHashMap<>();
        named.keySet().stream()
                .flatMap(name -> SettingsTable.get(KEYS.get(name)).clears().stream())
                .forEach(key -> settings.put(key, " "));
        if (named.containsKey("limit")) {
            SettingsTable.sources().forEach(source -> settings.put("tourbus.%s.slices-at-once".formatted(source), "1"));
        }
        named.forEach((name, value) -> settings.put(KEYS.get(name), value));
        return settings;
    }
}
