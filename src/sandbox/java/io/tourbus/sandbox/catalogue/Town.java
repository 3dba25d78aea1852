package io.tourbus.sandbox.catalogue;

import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/**
 * The cities of venues.
 *
 * @param state state code; {@code null} if Ticketmaster has no states for the country
 * @param market ID of the market; {@code null} if there is none
 * @param dmas IDs of designated market areas, which can cross borders
 */
public record Town(
        String name, String state, String country, ZoneId zone, GeoPoint middle, String market, List<Integer> dmas) {

    static final List<Town> ALL = List.of(
            town("New York", "NY", "US", "America/New_York", 40.71, -74.01, "35", 345),
            town("Los Angeles", "CA", "US", "America/Los_Angeles", 34.05, -118.24, "27", 324),
            town("Chicago", "IL", "US", "America/Chicago", 41.88, -87.63, "3", 249),
            town("Houston", "TX", "US", "America/Chicago", 29.76, -95.37, "22", 300),
            town("Phoenix", "AZ", "US", "America/Phoenix", 33.45, -112.07, "36", 359, 402),
            town("Philadelphia", "PA", "US", "America/New_York", 39.95, -75.17, "18", 358),
            town("San Antonio", "TX", "US", "America/Chicago", 29.42, -98.49, null),
            town("San Diego", "CA", "US", "America/Los_Angeles", 32.72, -117.16, "20", 381),
            town("Dallas", "TX", "US", "America/Chicago", 32.78, -96.80, "5", 265),
            town("Brooklyn", "NY", "US", "America/New_York", 40.68, -73.94, "35", 345),
            town("Toronto", "ON", "CA", "America/Toronto", 43.65, -79.38, "102"),
            town("Montréal", "QC", "CA", "America/Toronto", 45.50, -73.57, "110"),
            town("Vancouver", "BC", "CA", "America/Vancouver", 49.28, -123.12, "108", 324),
            town("London", null, "GB", "Europe/London", 51.51, -0.13, "202", 601),
            town("Manchester", null, "GB", "Europe/London", 53.48, -2.24, "205", 602),
            town("Glasgow", null, "GB", "Europe/London", 55.86, -4.25, "207", 603),
            town("Berlin", null, "DE", "Europe/Berlin", 52.52, 13.40, null),
            town("Köln", null, "DE", "Europe/Berlin", 50.94, 6.96, null),
            town("Stockholm", null, "SE", "Europe/Stockholm", 59.33, 18.07, null),
            town("Sydney", "NSW", "AU", "Australia/Sydney", -33.87, 151.21, "302"));

    private static Town town(
            String name,
            String state,
            String country,
            String zone,
            double lat,
            double lon,
            String market,
            Integer... dmas) {
        return new Town(name, state, country, ZoneId.of(zone), new GeoPoint(lat, lon), market, List.of(dmas));
    }

    /** Returns a random position in the city or its suburbs, with six decimals. */
    GeoPoint around(Random random) {
        return new GeoPoint(near(middle.latitude(), random), near(middle.longitude(), random));
    }

    private static double near(double degrees, Random random) {
        return Math.round((degrees + (random.nextDouble() - 0.5) * 0.8) * 1e6) / 1e6;
    }
}
