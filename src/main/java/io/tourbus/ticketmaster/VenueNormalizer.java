package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Venue;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import java.math.BigDecimal;

/** Converts a venue of the Discovery API to a {@link Venue}. The API has no type or capacity, so both are {@code null}. */
public final class VenueNormalizer {

    private static final BigDecimal MAX_LATITUDE = BigDecimal.valueOf(90);
    private static final BigDecimal MAX_LONGITUDE = BigDecimal.valueOf(180);

    /** @throws RejectedException if the entity is not a venue */
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
                degrees(location, "latitude", MAX_LATITUDE),
                degrees(location, "longitude", MAX_LONGITUDE),
                venue.text("timezone"),
                null,
                id,
                venue.text("url"),
                venue.texts("aliases"),
                venue.images());
    }

    private static Double degrees(JsonFields location, String field, BigDecimal max) {
        var degrees = location.decimal(field);
        return degrees == null || degrees.abs().compareTo(max) > 0 ? null : degrees.doubleValue();
    }
}
