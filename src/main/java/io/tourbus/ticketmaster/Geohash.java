package io.tourbus.ticketmaster;

import java.util.Map;

/**
 * Places as the API takes them in {@code geoPoint}: cells of the earth, named by letters and digits, each further one of
 * which divides a cell by 32.
 */
final class Geohash {

    /** Letters of the largest cells asked for: about 156 by 156 km. */
    static final int COARSEST = 3;

    private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final double KM_PER_DEGREE = 111.2;

    private Geohash() {}

    /** The cell in which a place lies. */
    static String encode(double latitude, double longitude, int length) {
        double[] lat = {-90, 90};
        double[] lon = {-180, 180};
        var hash = new StringBuilder();
        var even = true;
        for (int letter = 0; letter < length; letter++) {
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

    /** A query for a circle about a cell. The API measures from the middle of the cell; near the equator cells are widest. */
    static Map<String, String> around(String cell) {
        var bits = 5 * cell.length();
        var height = 180 / Math.pow(2, bits / 2) * KM_PER_DEGREE;
        var width = 360 / Math.pow(2, (bits + 1) / 2) * KM_PER_DEGREE;
        var radius = (int) Math.ceil(Math.hypot(height, width) / 2) + 1;
        return Map.of("geoPoint", cell, "radius", String.valueOf(radius), "unit", "km");
    }
}
