package io.tourbus.sandbox.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Generates realistic names from words. */
public final class Names {

    private static final List<String> FIRST = List.of(
            "Silver",
            "Midnight",
            "Paper",
            "Velvet",
            "Broken",
            "Electric",
            "Hollow",
            "Golden",
            "Northern",
            "Little",
            "Wild",
            "Crimson",
            "Slow",
            "Distant",
            "Neon",
            "Honest",
            "Quiet",
            "Blue",
            "Burning",
            "Lost",
            "Iron",
            "Sunday",
            "Fjörd");
    private static final List<String> SECOND = List.of(
            "Foxes",
            "Harbour",
            "Machines",
            "Parade",
            "Rivers",
            "Ghosts",
            "Cinema",
            "Wolves",
            "Letters",
            "Engines",
            "Orchard",
            "Satellites",
            "Strangers",
            "Kingdom",
            "Choir",
            "Avenue",
            "Lanterns",
            "Pilots",
            "Roses",
            "Theory",
            "Motel",
            "Señors");
    private static final List<String> HALL =
            List.of("Hall", "Arena", "Theatre", "Ballroom", "Club", "Pavilion", "Garden", "Lounge", "Stadium", "Room");
    private static final List<String> TOUR =
            List.of("Tour", "Live", "World Tour", "Farewell", "Unplugged", "Album Release", "& Friends");

    private Names() {}

    public static String band(Random random) {
        var name = pick(FIRST, random) + " " + pick(SECOND, random);
        return random.nextInt(3) == 0 ? "The " + name : name;
    }

    /** Returns another spelling of a name, or the name itself. */
    static String near(String name, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> name.replace('e', 'é').replace('o', 'ö');
            case 2 -> name.startsWith("The ") ? name.substring(4) : "The " + name;
            default -> name;
        };
    }

    static String venue(Random random) {
        return "The " + pick(FIRST, random) + " " + pick(HALL, random);
    }

    public static String event(String headliner, Random random) {
        return headliner + ": " + pick(TOUR, random);
    }

    public static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
