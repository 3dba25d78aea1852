package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * A place where concerts take place.
 *
 * @param name null if the API has no name in any language
 * @param state state code, if the country has states
 * @param country ISO 3166-1 alpha-2
 * @param capacity always null: Ticketmaster does not return it
 * @param venueType arena, stadium, theater, club, amphitheater, hall or other; always null: Ticketmaster does not return it
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 * @param amenities always empty: Ticketmaster does not return them
 * @param timeZone IANA name
 * @param markets the sales regions of Ticketmaster that the venue belongs to
 * @param dmaIds the Designated Market Areas of Nielsen that the venue belongs to, as numbered by Ticketmaster
 * @param test whether the venue is a test of Ticketmaster
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Venue(
        @JsonProperty("venue_id") String id,
        String name,
        String city,
        String state,
        String country,
        Long capacity,
        String venueType,
        String address,
        @JsonProperty("address_line_2") String addressLine2,
        String postalCode,
        Double latitude,
        Double longitude,
        String timeZone,
        List<String> amenities,
        String ticketmasterId,
        String url,
        List<String> aliases,
        List<Image> images,
        List<Market> markets,
        List<Long> dmaIds,
        Boolean test)
        implements Record {

    @Override
    public Entity entity() {
        return Entity.VENUES;
    }

    /** A sales region of Ticketmaster. */
    public record Market(String id, String name) {}
}
