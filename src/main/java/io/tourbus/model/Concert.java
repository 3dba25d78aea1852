package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
@JsonNaming(SnakeCaseStrategy.class)
public record Concert(
        @JsonProperty("concert_id") String id,
        String name,
        String artistId,
        String venueId,
        String eventDate,
        String eventDatePrecision,
        String localDate,
        String localTime,
        String timeZone,
        String initialDate,
        Map<String, BigDecimal> ticketPrices,
        List<PriceRange> priceRanges,
        Long totalAttendance,
        BigDecimal revenue,
        String status,
        String sourceStatus,
        List<Performer> performers,
        String saleStart,
        String saleEnd,
        List<Presale> presales,
        String segment,
        String genre,
        String subGenre,
        String ticketmasterId,
        String url,
        List<Image> images)
        implements Record {

    @Override
    public Entity entity() {
        return Entity.EVENTS;
    }

    /**
     * A performer of a concert.
     *
     * @param artistId {@code spotify_<id>} if the artist at Spotify is known, otherwise {@code ticketmaster_<id>}
     * @param matchedBy how the artist at Spotify was found: {@code link} by a link in the API response, {@code name} by name
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Performer(
            String artistId,
            String name,
            String ticketmasterId,
            String spotifyId,
            String musicbrainzId,
            String matchedBy) {}

    /**
     * The lowest and the highest price of a ticket tier.
     *
     * @param type the API's name of the tier, such as {@code standard including fees}
     * @param currency ISO 4217
     */
    public record PriceRange(String type, String currency, BigDecimal min, BigDecimal max) {}

    /** A sale before the public sale. Start and end are in UTC. */
    public record Presale(String name, String start, String end) {}
}
