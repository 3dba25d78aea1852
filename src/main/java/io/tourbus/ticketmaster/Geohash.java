package io.tourbus.ticketmaster;

import java.util.Map;

/**
 * Geohashes, which the API takes in {@code geoPoint}: names of cells on the globe. Each further character divides a cell
 * into 32 smaller ones.
 */
final class Geohash {

    /** Length of the geohash of the largest cells used: about 156 by 156 km. */
    static final int MIN_LENGTH = 3;

    private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final double KM_PER_DEGREE = 111.2;

    private Geohash() {}

    /** The cell that contains a place, given in degrees. */
    static String encode(double latitude, double longitude, int length) {
        double[] lat = {-90, 90};
        double[] lon = {-180, 180};
        var hash = new StringBuilder();
        var even = true;
        for (int i = 0; i < length; i++) {
            var digit = 0;
            for (int bit = 0; bit < 5; bit++) {
                digit = 2 * digit + (even ? halve(lon, longitude) : halve(lat, latitude));
                even = !even;
            }
            hash.append(DIGITS.charAt(digit));
        }
        return hash.toString();
    }

    private static int halve(double[] range, double value) {
        var middle = (range[0] + range[1]) / 2;
        var upper = value >= middle;
        range[upper ? 0 : 1] = middle;
        return upper ? 1 : 0;
    }

    /** Query parameters for a circle that contains a cell. The API measures from its centre; cells are widest at the equator. */
    static Map<String, String> around(String cell) {
        var bits = 5 * cell.length();
        var height = 180 / Math.pow(2, bits / 2) * KM_PER_DEGREE;
        var width = 360 / Math.pow(2, (bits + 1) / 2) * KM_PER_DEGREE;
        var radius = (int) Math.ceil(Math.hypot(height, width) / 2) + 1;
        return Map.of("geoPoint", cell, "radius", String.valueOf(radius), "unit", "km");
    }
}
