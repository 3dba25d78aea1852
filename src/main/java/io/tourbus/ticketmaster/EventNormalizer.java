package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Concert;
import io.tourbus.model.Concert.Performer;
import io.tourbus.model.Concert.Presale;
import io.tourbus.model.Concert.PriceRange;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import io.tourbus.ticketmaster.api.TicketmasterFields.EventDate;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Converts an event of the Discovery API to a {@link Concert}. */
public final class EventNormalizer {

    /** {@code https://open.spotify.com/artist/<id>?si=…}, optionally with a language in the path. Other pages do not match. */
    private static final Pattern SPOTIFY_ARTIST = Pattern.compile(
            "(?:https?://open\\.spotify\\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)([A-Za-z0-9]{22})(?:[/?#].*)?");

    private final Function<String, Optional<String>> matches;

    /** Uses only links to Spotify artists. */
    public EventNormalizer() {
        this(attraction -> Optional.empty());
    }

    /** @param matches returns the Spotify artist ID for an attraction ID without a link */
    public EventNormalizer(Function<String, Optional<String>> matches) {
        this.matches = matches;
    }

    /** Converts pages of events. Links performers to known Spotify artists, and registers new performers. */
    static PageNormalizer forPages(PerformerRegistry registry) {
        return (page, request) -> {
            var matches = registry.matches(attractionIds(page.entities()));
            var normalizer = new EventNormalizer(
                    attraction -> Optional.ofNullable(matches.get(attraction)).flatMap(PerformerMatch::artistId));
            return entity -> {
                var concert = normalizer.normalize(entity);
                concert.performers().forEach(performer -> register(performer, registry));
                return concert;
            };
        };
    }

    private static Set<String> attractionIds(List<RawEntity> events) {
        return events.stream()
                .map(event -> event.tree().at("/_embedded/attractions"))
                .flatMap(attractions -> StreamSupport.stream(attractions.spliterator(), false))
                .map(attraction -> attraction.path("id").asText(""))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    private static void register(Performer performer, PerformerRegistry registry) {
        if (performer.spotifyId() == null) {
            registry.addNamed(performer.ticketmasterId(), performer.name());
        } else {
            registry.addLinked(performer.spotifyId());
        }
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
        var performers = performers(embedded);
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
        return embedded.objects("venues").findFirst().orElse(JsonFields.NONE);
    }

    /** The performers of an event, with the Spotify artists to which they link. */
    private List<Performer> performers(JsonFields embedded) {
        return embedded.objects("attractions")
                .map(this::performer)
                .filter(performer -> performer.artistId() != null)
                .toList();
    }

    private Performer performer(JsonFields attraction) {
        var id = attraction.text("id");
        var links = attraction.at("externalLinks");
        var linked = first(links.objects("spotify").map(link -> spotifyId(link.text("url"))));
        var matched = linked != null || id == null ? null : matches.apply(id).orElse(null);
        var spotifyId = linked != null ? linked : matched;
        var artistId = spotifyId != null ? "spotify_" + spotifyId : id == null ? null : "ticketmaster_" + id;
        var matchedBy = linked != null ? "link" : matched != null ? "name" : null;
        var musicbrainzId = first(links.objects("musicbrainz").map(link -> link.text("id")));
        return new Performer(artistId, attraction.text("name"), id, spotifyId, musicbrainzId, matchedBy);
    }

    private static String spotifyId(String url) {
        var matcher = SPOTIFY_ARTIST.matcher(url == null ? "" : url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static String first(Stream<String> values) {
        return values.filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static String timeZone(JsonFields dates, JsonFields venue) {
        var zone = dates.text("timezone");
        return zone == null ? venue.text("timezone") : zone;
    }

    /** The primary classification, or else the first one. */
    private static JsonFields primary(JsonFields event) {
        return event.objects("classifications")
                .filter(classification -> classification.isTrue("primary"))
                .findFirst()
                .or(() -> event.objects("classifications").findFirst())
                .orElse(JsonFields.NONE);
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
