package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Venue;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import java.math.BigDecimal;

/** Makes a venue of what Ticketmaster says about one. Its type is always "venue" and it has no capacity: both stay open. */
public final class VenueNormalizer {

    private static final BigDecimal POLE = BigDecimal.valueOf(90);
    private static final BigDecimal DATE_LINE = BigDecimal.valueOf(180);

    /** @throws RejectedException when the entity is no venue */
    public Venue normalize(JsonNode entity) {
        var venue = JsonFields.of(entity);
        var id = venue.requireId();
        var address = venue.at("address");
        var location = venue.at("location");
        return new Venue(
                "ticketmaster_" + id,
                venue.text("name"),
                venue.at("city").text("name"),
                venue.at("state").text("stateCode"),
                venue.at("country").text("countryCode"),
                null,
                null,
                address.text("line1"),
                address.text("line2"),
                venue.text("postalCode"),
                degrees(location, "latitude", POLE),
                degrees(location, "longitude", DATE_LINE),
                venue.text("timezone"),
                null,
                id,
                venue.text("url"),
                venue.texts("aliases"),
                venue.images());
    }

    private static Double degrees(JsonFields location, String field, BigDecimal most) {
        var degrees = location.decimal(field);
        return degrees == null || degrees.abs().compareTo(most) > 0 ? null : degrees.doubleValue();
    }
}
