package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A concert or another event with performers.
 *
 * @param artistId the ID of the first performer
 * @param venueId the ID of the first venue
 * @param eventDate as precise as the API: {@code 2026-10-06T23:30:00Z}, {@code 2026-10-06T19:30:00} in local time, or
 *     {@code 2026-10-06}
 * @param eventDatePrecision the format of {@code eventDate}: {@code second} (UTC), {@code local} or {@code day}
 * @param localDate the date at the venue, ISO 8601
 * @param localTime the time at the venue, ISO 8601
 * @param timeZone IANA name of the event's time zone, or of the venue's if the event has none
 * @param initialDate the original date at the venue if the event was moved
 * @param ticketPrices the lowest price by the API's name of the tier; {@code priceRanges} has all prices
 * @param totalAttendance always null: Ticketmaster does not return it
 * @param revenue always null: Ticketmaster does not return it
 * @param status {@code scheduled}, {@code cancelled} or {@code postponed}; no API reports that a concert has taken place
 * @param sourceStatus the status in the API's terms
 * @param performers in the order of the API, usually the headliner first
 * @param saleStart start of the public sale, UTC
 * @param saleEnd end of the public sale, UTC
 * @param genre lower case
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
     * A performer of a concert.
     *
     * @param artistId {@code spotify_<id>} if the artist at Spotify is known, otherwise {@code ticketmaster_<id>}
     * @param matchedBy how the artist at Spotify was found: {@code link} by a link in the API response, {@code name} by name
     */
    public record Performer(
            @JsonProperty("artist_id") String artistId,
            @JsonProperty("name") String name,
            @JsonProperty("ticketmaster_id") String ticketmasterId,
            @JsonProperty("spotify_id") String spotifyId,
            @JsonProperty("musicbrainz_id") String musicbrainzId,
            @JsonProperty("matched_by") String matchedBy) {}

    /**
     * The lowest and the highest price of a ticket tier.
     *
     * @param type the API's name of the tier, such as {@code standard including fees}
     * @param currency ISO 4217
     */
    public record PriceRange(
            @JsonProperty("type") String type,
            @JsonProperty("currency") String currency,
            @JsonProperty("min") BigDecimal min,
            @JsonProperty("max") BigDecimal max) {}

    /** A sale before the public sale. Start and end are in UTC. */
    public record Presale(
            @JsonProperty("name") String name,
            @JsonProperty("start") String start,
            @JsonProperty("end") String end) {}
}
