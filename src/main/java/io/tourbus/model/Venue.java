package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param amenities always null: Ticketmaster does not return them
 * @param timeZone IANA name
 */
public record Venue(
        @JsonProperty("venue_id") String venueId,
        @JsonProperty("name") String name,
        @JsonProperty("city") String city,
        @JsonProperty("state") String state,
        @JsonProperty("country") String country,
        @JsonProperty("capacity") Long capacity,
        @JsonProperty("venue_type") String venueType,
        @JsonProperty("address") String address,
        @JsonProperty("address_line_2") String addressLine2,
        @JsonProperty("postal_code") String postalCode,
        @JsonProperty("latitude") Double latitude,
        @JsonProperty("longitude") Double longitude,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("amenities") List<String> amenities,
        @JsonProperty("ticketmaster_id") String ticketmasterId,
        @JsonProperty("url") String url,
        @JsonProperty("aliases") List<String> aliases,
        @JsonProperty("images") List<Image> images)
        implements Record {

    @Override
    @JsonIgnore
    public String id() {
        return venueId;
    }

    @Override
    @JsonIgnore
    public Entity entity() {
        return Entity.VENUES;
    }
}
