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
     * Returns the settings by key. Countries also clear the configured states and cities, which belong to other countries. A
     * limit also sets the number of concurrent slices to 1.
     */
    public static Map<String, String> settings(Map<String, String> named) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (named.containsKey("countries")) {
            settings.put("tourbus.ticketmaster.states", " ");
            settings.put("tourbus.ticketmaster.cities", " ");
        }
        if (named.containsKey("limit")) {
            settings.put("tourbus.spotify.slices-at-once", "1");
            settings.put("tourbus.ticketmaster.slices-at-once", "1");
        }
        named.forEach((name, value) -> settings.put(KEYS.get(name), value));
        return settings;
    }
}
