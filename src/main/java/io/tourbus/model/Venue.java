package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A place where concerts are given.
 *
 * @param name as the API tells it; absent where it has none in any of its languages
 * @param state code, where the country has states
 * @param country ISO 3166-1 alpha-2
 * @param capacity not told by Ticketmaster
 * @param venueType arena, stadium, theater, club, amphitheater, hall or other; not told by Ticketmaster
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 * @param amenities not told by Ticketmaster
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
