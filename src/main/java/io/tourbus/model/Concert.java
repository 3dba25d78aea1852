package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A concert or another event with performers.
 *
 * @param artistId the ID of the first performer
 * @param venueId the ID of the first venue
 * @param ticketPrices the lowest price by the API's name of the tier; {@code priceRanges} has all prices
 * @param totalAttendance always null: Ticketmaster does not return it
 * @param revenue always null: Ticketmaster does not return it
 * @param status {@code scheduled}, {@code cancelled} or {@code postponed}; no API reports that a concert has taken place
 * @param sourceStatus the status in the API's terms
 * @param performers in the order of the API, usually the headliner first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Concert(
        @JsonProperty("concert_id") String id,
        String name,
        String artistId,
        String venueId,
        @JsonUnwrapped Schedule schedule,
        Map<String, BigDecimal> ticketPrices,
        List<PriceRange> priceRanges,
        Long totalAttendance,
        BigDecimal revenue,
        String status,
        String sourceStatus,
        List<Performer> performers,
        @JsonUnwrapped Sales sales,
        @JsonUnwrapped Genres genres,
        String ticketmasterId,
        String url,
        List<Image> images,
        @JsonUnwrapped Location location,
        @JsonUnwrapped Details details)
        implements Record {

    @Override
    public String startsAt() {
        return schedule.eventDate();
    }

    @Override
    public Entity entity() {
        return Entity.EVENTS;
    }

    @Override
    public Set<String> references() {
        Set<String> references = new HashSet<>(location.venueIds());
        if (venueId != null) {
            references.add(venueId);
        }
        for (var performer : performers) {
            if (performer.artistId() != null) {
                references.add(Artist.identity(performer.artistId()));
            }
        }
        return references;
    }

    /**
     * When the event takes place. Dates and times without a zone are those at the venue, in ISO 8601.
     *
     * @param eventDate as precise as the API: {@code 2026-10-06T23:30:00Z}, {@code 2026-10-06T19:30:00} in local time, or
     *     {@code 2026-10-06}
     * @param eventDatePrecision the format of {@code eventDate}: {@code second} (UTC), {@code local} or {@code day}
     * @param timeZone IANA name of the event's time zone, or of the venue's if the event has none
     * @param initialDate the original date if the event was moved
     * @param endPrecision {@code local} if date and time of the end are known, {@code day} if only the date is,
     *     {@code approximate} if the API says so
     * @param startMayBeLastDay whether the event spans several days without an end after its start: Ticketmaster returns the
     *     last day as the start of some of these events
     * @param dateStatus {@code confirmed}, or {@code tba} or {@code tbd} if the API marks the date as to be announced or to be
     *     determined; the time is null then
     * @param timeTba whether the time is to be announced
     * @param noSpecificTime whether the event has no starting time
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Schedule(
            String eventDate,
            String eventDatePrecision,
            String localDate,
            String localTime,
            String timeZone,
            String initialDate,
            String initialTime,
            String endDate,
            String endTime,
            String endPrecision,
            Boolean spansMultipleDays,
            boolean startMayBeLastDay,
            String dateStatus,
            Boolean timeTba,
            Boolean noSpecificTime,
            String doorsDate,
            String doorsTime) {}

    /**
     * When tickets are sold, in UTC.
     *
     * @param saleStart start of the public sale
     * @param saleEnd end of the public sale
     * @param saleStartTbd whether the API marks the start of the public sale as to be announced or to be determined
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sales(String saleStart, String saleEnd, Boolean saleStartTbd, List<Presale> presales) {}

    /**
     * The primary classification of the event, and all of them. Placeholders of the API, such as {@code Undefined}, are null.
     *
     * @param genre lower case
     * @param subGenre lower case
     * @param eventType such as {@code Event Style}
     * @param eventSubType such as {@code Festival}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Genres(
            String segment,
            String genre,
            String subGenre,
            String eventType,
            String eventSubType,
            List<Classification> classifications) {}

    /**
     * Where the event takes place: the first venue, or the place that the API returns for an event without a venue. Venue
     * records have the details.
     *
     * @param venueIds the IDs of all venues
     * @param venueState state code, if the country has states
     * @param venueCountry ISO 3166-1 alpha-2
     * @param venueLatitude degrees, -90 to 90
     * @param venueLongitude degrees, -180 to 180
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Location(
            List<String> venueIds,
            String venueName,
            String venueCity,
            String venueState,
            String venueCountry,
            Double venueLatitude,
            Double venueLongitude) {}

    /**
     * What a ticket buyer is told. Texts are truncated to 4,000 characters.
     *
     * @param products what is sold besides the ticket, such as parking
     * @param addOn whether this event is itself such a product; null if the API does not classify it
     * @param ticketLimit how many tickets a customer can buy, in words
     * @param accessibility how to book accessible seats, in words
     * @param test whether the event is a test of Ticketmaster
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Details(
            List<Promoter> promoters,
            Boolean legalAgeEnforced,
            String ageRule,
            String description,
            String info,
            String pleaseNote,
            String ticketLimit,
            List<Product> products,
            @JsonProperty("is_add_on") Boolean addOn,
            String seatMapUrl,
            String accessibility,
            Boolean test) {}

    /**
     * A performer of a concert.
     *
     * @param artistId {@code spotify_<id>} if the artist at Spotify is known, otherwise {@code ticketmaster_<id>}; null if the
     *     API returns no ID
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
     * The lowest and the highest price of a ticket tier, with at least two decimals.
     *
     * @param type the API's name of the tier, such as {@code standard including fees}
     * @param currency ISO 4217
     */
    public record PriceRange(String type, String currency, BigDecimal min, BigDecimal max) {}

    /** A sale before the public sale. Start and end are in UTC. */
    public record Presale(String name, String start, String end, String description, String url) {}

    /** An organiser of the event. */
    public record Promoter(String id, String name, String description) {}

    /**
     * Something that is sold besides the ticket.
     *
     * @param id of the event at Ticketmaster that sells it
     * @param type such as {@code Parking} or {@code VIP}
     */
    public record Product(String id, String name, String type, String url) {}
}
