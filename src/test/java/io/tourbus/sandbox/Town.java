package io.tourbus.sandbox;

import java.time.ZoneId;
import java.util.List;

/**
 * Where venues stand.
 *
 * @param state code; {@code null} where the country has none at Ticketmaster
 */
record Town(String name, String state, String country, ZoneId zone, double latitude, double longitude) {

    static final List<Town> ALL = List.of(
            town("New York", "NY", "US", "America/New_York", 40.71, -74.01),
            town("Los Angeles", "CA", "US", "America/Los_Angeles", 34.05, -118.24),
            town("Chicago", "IL", "US", "America/Chicago", 41.88, -87.63),
            town("Houston", "TX", "US", "America/Chicago", 29.76, -95.37),
            town("Phoenix", "AZ", "US", "America/Phoenix", 33.45, -112.07),
            town("Philadelphia", "PA", "US", "America/New_York", 39.95, -75.17),
            town("San Antonio", "TX", "US", "America/Chicago", 29.42, -98.49),
            town("San Diego", "CA", "US", "America/Los_Angeles", 32.72, -117.16),
            town("Dallas", "TX", "US", "America/Chicago", 32.78, -96.80),
            town("Brooklyn", "NY", "US", "America/New_York", 40.68, -73.94),
            town("Toronto", "ON", "CA", "America/Toronto", 43.65, -79.38),
            town("Montréal", "QC", "CA", "America/Toronto", 45.50, -73.57),
            town("Vancouver", "BC", "CA", "America/Vancouver", 49.28, -123.12),
            town("London", null, "GB", "Europe/London", 51.51, -0.13),
            town("Manchester", null, "GB", "Europe/London", 53.48, -2.24),
            town("Glasgow", null, "GB", "Europe/London", 55.86, -4.25),
            town("Berlin", null, "DE", "Europe/Berlin", 52.52, 13.40),
            town("Köln", null, "DE", "Europe/Berlin", 50.94, 6.96),
            town("Stockholm", null, "SE", "Europe/Stockholm", 59.33, 18.07),
            town("Sydney", "NSW", "AU", "Australia/Sydney", -33.87, 151.21));

    private static Town town(String name, String state, String country, String zone, double lat, double lon) {
        return new Town(name, state, country, ZoneId.of(zone), lat, lon);
    }
}
