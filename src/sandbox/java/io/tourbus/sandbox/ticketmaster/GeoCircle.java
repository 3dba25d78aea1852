package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.GeoPoint;
import java.util.Locale;

/** The area of a search around a point. */
record GeoCircle(GeoPoint middle, double kilometres) {

    private static final double KILOMETRES_A_MILE = 1.609344;

    /** Reads the area of a query. @return {@code null} if the query has no point */
    static GeoCircle of(TicketmasterQuery query) {
        var hash = query.get("geoPoint");
        var latlong = query.get("latlong");
        if (hash == null && latlong == null) {
            return null;
        }
        var unit = query.get("unit", "miles").toLowerCase(Locale.ROOT);
        if (!unit.equals("miles") && !unit.equals("km")) {
            throw query.invalid("unit");
        }
        var radius = query.number("radius", 50);
        try {
            var middle = hash != null ? GeoPoint.ofGeohash(hash) : GeoPoint.ofLatlong(latlong);
            return new GeoCircle(middle, unit.equals("km") ? radius : radius * KILOMETRES_A_MILE);
        } catch (IllegalArgumentException e) {
            throw query.invalid(hash != null ? "geoPoint" : "latlong");
        }
    }

    /** @param place {@code null} if unknown; it is then not in the area */
    boolean holds(GeoPoint place) {
        return place != null && middle.kilometresTo(place) <= kilometres;
    }
}
