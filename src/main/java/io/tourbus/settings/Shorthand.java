package io.tourbus.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is said of a run in short, and the settings that it is short for. */
public final class Shorthand {

    private static final Map<String, String> KEYS = Map.of(
            "since", "tourbus.run.since",
            "until", "tourbus.run.until",
            "countries", "tourbus.ticketmaster.countries",
            "cities", "tourbus.ticketmaster.cities",
            "artists", "tourbus.spotify.artist-ids",
            "artists-file", "tourbus.spotify.artist-ids-file",
            "only", "tourbus.run.only",
            "limit", "tourbus.run.limit");

    private Shorthand() {}

    /** Whether there is such a word. */
    public static boolean has(String word) {
        return KEYS.containsKey(word);
    }

    /** The words, for people. */
    public static String words() {
        return String.join(", ", new TreeMap<>(KEYS).keySet());
    }

    /** Countries that are named take the place of states and cities that are set for others; of a sample, a slice is read at a time. */
    public static Map<String, String> settings(Map<String, String> said) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (said.containsKey("countries")) {
            settings.put("tourbus.ticketmaster.states", " ");
            settings.put("tourbus.ticketmaster.cities", " ");
        }
        if (said.containsKey("limit")) {
            settings.put("tourbus.spotify.slices-at-once", "1");
            settings.put("tourbus.ticketmaster.slices-at-once", "1");
        }
        said.forEach((word, value) -> settings.put(KEYS.get(word), value));
        return settings;
    }
}
