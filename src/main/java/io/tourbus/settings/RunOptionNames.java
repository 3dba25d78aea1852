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

    /** All names, separated by commas. */
    public static String words() {
        return String.join(", ", KEYS.keySet());
    }

    /** Settings by key. Countries clear the states and cities of other countries; a limit reads one slice at a time. */
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
