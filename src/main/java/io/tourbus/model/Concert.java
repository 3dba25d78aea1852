package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * An event at which somebody performs.
 *
 * @param artistId the first performer's
 * @param venueId the first venue's
 * @param eventDate as precise as the API is: {@code 2026-10-06T23:30:00Z}, {@code 2026-10-06T19:30:00} in local time, or
 *     {@code 2026-10-06}
 * @param eventDatePrecision how {@code eventDate} is to be read: {@code second} (UTC), {@code local} or {@code day}
 * @param localDate the day at the venue
 * @param localTime the time at the venue
 * @param timeZone IANA name: the event's, else the venue's
 * @param initialDate the day at the venue that the event was first planned for, where it was moved
 * @param ticketPrices the lowest price by tier, as the API names tiers; {@code priceRanges} says all of it
 * @param totalAttendance not told by Ticketmaster
 * @param revenue not told by Ticketmaster
 * @param status scheduled, cancelled or postponed; no API says that a concert has taken place
 * @param sourceStatus the API's own word
 * @param performers in the API's order, the headliner first by custom
 * @param saleStart of the sale to everyone, UTC
 * @param saleEnd of the sale to everyone, UTC
 * @param genre in lower case
 */
public record Concert(
        @JsonProperty("concert_id") String concertId,
        @JsonProperty("name") String name,
        @JsonProperty("artist_id") String artistId,
        @JsonProperty("venue_id") String venueId,
        @JsonProperty("event_date") String eventDate,
        @JsonProperty("event_date_precision") String eventDatePrecision,
        @JsonProperty("local_date") String localDate,
        @JsonProperty("local_time") String localTime,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("initial_date") String initialDate,
        @JsonProperty("ticket_prices") Map<String, BigDecimal> ticketPrices,
        @JsonProperty("price_ranges") List<PriceRange> priceRanges,
        @JsonProperty("total_attendance") Long totalAttendance,
        @JsonProperty("revenue") BigDecimal revenue,
        @JsonProperty("status") String status,
        @JsonProperty("source_status") String sourceStatus,
        @JsonProperty("performers") List<Performer> performers,
        @JsonProperty("sale_start") String saleStart,
        @JsonProperty("sale_end") String saleEnd,
        @JsonProperty("presales") List<Presale> presales,
        @JsonProperty("segment") String segment,
        @JsonProperty("genre") String genre,
        @JsonProperty("sub_genre") String subGenre,
        @JsonProperty("ticketmaster_id") String ticketmasterId,
        @JsonProperty("url") String url,
        @JsonProperty("images") List<Image> images)
        implements Record {

    @Override
    @JsonIgnore
    public String id() {
        return concertId;
    }

    @Override
    @JsonIgnore
    public Entity entity() {
        return Entity.EVENTS;
    }

    /**
     * Somebody who performs.
     *
     * @param artistId {@code spotify_<id>} where the artist at Spotify is known, else {@code ticketmaster_<id>}
     * @param matchedBy how it is known: {@code link} where the API links it, {@code name} where it was found by its name
     */
    public record Performer(
            @JsonProperty("artist_id") String artistId,
            @JsonProperty("name") String name,
            @JsonProperty("ticketmaster_id") String ticketmasterId,
            @JsonProperty("spotify_id") String spotifyId,
            @JsonProperty("musicbrainz_id") String musicbrainzId,
            @JsonProperty("matched_by") String matchedBy) {}

    /**
     * What tickets cost.
     *
     * @param type the API's name for the tier, such as {@code standard including fees}
     * @param currency ISO 4217
     */
    public record PriceRange(
            @JsonProperty("type") String type,
            @JsonProperty("currency") String currency,
            @JsonProperty("min") BigDecimal min,
            @JsonProperty("max") BigDecimal max) {}

    /** A sale before the sale to everyone, UTC. */
    public record Presale(
            @JsonProperty("name") String name,
            @JsonProperty("start") String start,
            @JsonProperty("end") String end) {}
}
