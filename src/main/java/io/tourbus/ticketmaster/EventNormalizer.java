package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Concert;
import io.tourbus.model.Concert.Performer;
import io.tourbus.model.Concert.Presale;
import io.tourbus.model.Concert.PriceRange;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.ticketmaster.api.EventDate;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Converts an event of the Discovery API to a {@link Concert}. */
public final class EventNormalizer {

    private final Performers performerReader;

    /** Uses only links to Spotify artists. */
    public EventNormalizer() {
        this(attraction -> Optional.empty());
    }

    /** @param matches returns the Spotify artist ID for an attraction ID without a link */
    public EventNormalizer(Function<String, Optional<String>> matches) {
        this.performerReader = new Performers(matches);
    }

    /** @throws RejectedException if the entity is not an event */
    public Concert normalize(JsonNode entity) {
        var event = JsonFields.of(entity);
        var id = event.requireId();
        var dates = event.at("dates");
        if (!event.has("name") && !event.has("dates")) {
            throw new RejectedException("neither a name nor dates");
        }
        var date = EventDate.of(dates.at("start"));
        var embedded = event.at("_embedded");
        var venue = firstVenue(embedded);
        var performers = performerReader.read(embedded);
        var prices = event.objects("priceRanges", EventNormalizer::priceRange);
        var publicSale = event.at("sales").at("public");
        var classification = primary(event);
        var code = dates.at("status").text("code");
        return new Concert(
                "ticketmaster_" + id,
                event.text("name"),
                performers.stream().map(Performer::artistId).findFirst().orElse(null),
                venue.has("id") ? "ticketmaster_" + venue.text("id") : null,
                date.value(),
                date.precision(),
                date.localDate(),
                date.localTime(),
                timeZone(dates, venue),
                EventDate.day(dates.at("initialStartDate")),
                lowest(prices),
                prices,
                null,
                null,
                status(code),
                code,
                performers,
                TicketmasterFields.instant(publicSale, "startDateTime"),
                TicketmasterFields.instant(publicSale, "endDateTime"),
                event.at("sales").objects("presales", EventNormalizer::presale),
                TicketmasterFields.classification(classification, "segment"),
                lower(TicketmasterFields.classification(classification, "genre")),
                lower(TicketmasterFields.classification(classification, "subGenre")),
                id,
                event.text("url"),
                event.images());
    }

    private static JsonFields firstVenue(JsonFields embedded) {
        var venues = embedded.objects("venues", venue -> venue);
        return venues == null || venues.isEmpty() ? embedded.at("none") : venues.get(0);
    }

    private static String timeZone(JsonFields dates, JsonFields venue) {
        var zone = dates.text("timezone");
        return zone == null ? venue.text("timezone") : zone;
    }

    /** The primary classification, or else the first one. */
    private static JsonFields primary(JsonFields event) {
        var classifications = event.objects("classifications", classification -> classification);
        if (classifications == null || classifications.isEmpty()) {
            return event.at("none");
        }
        return classifications.stream()
                .filter(classification -> classification.isTrue("primary"))
                .findFirst()
                .orElse(classifications.get(0));
    }

    private static PriceRange priceRange(JsonFields range) {
        return new PriceRange(range.text("type"), range.text("currency"), range.decimal("min"), range.decimal("max"));
    }

    private static Map<String, BigDecimal> lowest(List<PriceRange> ranges) {
        if (ranges == null) {
            return null;
        }
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        ranges.stream()
                .filter(range -> range.min() != null)
                .forEach(
                        range -> prices.putIfAbsent(Objects.requireNonNullElse(range.type(), "standard"), range.min()));
        return prices;
    }

    private static Presale presale(JsonFields sale) {
        return new Presale(
                sale.text("name"),
                TicketmasterFields.instant(sale, "startDateTime"),
                TicketmasterFields.instant(sale, "endDateTime"));
    }

    /** Responses contain {@code cancelled}, the OpenAPI document of the API {@code canceled}. */
    private static String status(String code) {
        return switch (Objects.requireNonNullElse(code, "").toLowerCase(Locale.ROOT)) {
            case "onsale", "offsale", "rescheduled" -> "scheduled";
            case "cancelled", "canceled" -> "cancelled";
            case "postponed" -> "postponed";
            default -> null;
        };
    }

    private static String lower(String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }
}
