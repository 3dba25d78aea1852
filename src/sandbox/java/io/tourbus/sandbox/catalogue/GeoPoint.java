package io.tourbus.sandbox.catalogue;

/** A geographic position in degrees. */
public record GeoPoint(double latitude, double longitude) {

    private static final double EARTH_RADIUS_KM = 6_371.0088;
    private static final String GEOHASH_DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";

    /** Returns the centre of a geohash cell. */
    public static GeoPoint ofGeohash(String hash) {
        double[] latitude = {-90, 90};
        double[] longitude = {-180, 180};
        int bits = 0;
        for (var character : hash.toLowerCase().toCharArray()) {
            var digit = GEOHASH_DIGITS.indexOf(character);
            if (digit < 0) {
                throw new IllegalArgumentException("Not a geohash: " + hash);
            }
            for (int bit = 16; bit > 0; bit /= 2) {
                var range = bits++ % 2 == 0 ? longitude : latitude;
                range[(digit & bit) == 0 ? 1 : 0] = (range[0] + range[1]) / 2;
            }
        }
        return new GeoPoint((latitude[0] + latitude[1]) / 2, (longitude[0] + longitude[1]) / 2);
    }

    /** Parses {@code latitude,longitude}. */
    public static GeoPoint ofLatlong(String text) {
        var parts = text.split(",");
        if (parts.length != 2) {
            throw new IllegalArgumentException("Not a latitude and a longitude: " + text);
        }
        return new GeoPoint(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
    }

    /** Returns the great-circle distance. */
    public double kilometresTo(GeoPoint other) {
        var across = Math.toRadians(other.latitude - latitude) / 2;
        var along = Math.toRadians(other.longitude - longitude) / 2;
        var chord = Math.pow(Math.sin(across), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.pow(Math.sin(along), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
    }
}
