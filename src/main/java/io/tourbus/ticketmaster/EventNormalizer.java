package io.tourbus.ticketmaster;

import io.tourbus.model.Classification;
import io.tourbus.model.Concert;
import io.tourbus.model.Concert.Details;
import io.tourbus.model.Concert.Genres;
import io.tourbus.model.Concert.Location;
import io.tourbus.model.Concert.Performer;
import io.tourbus.model.Concert.Presale;
import io.tourbus.model.Concert.PriceRange;
import io.tourbus.model.Concert.Product;
import io.tourbus.model.Concert.Promoter;
import io.tourbus.model.Concert.Sales;
import io.tourbus.model.Concert.Schedule;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.ticketmaster.api.EventDate;
import io.tourbus.ticketmaster.api.EventDate.EventEnd;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Converts an event of the Discovery API to a {@link Concert}. */
public final class EventNormalizer {

    /** {@code https://open.spotify.com/artist/<id>?si=…}, optionally with a language in the path. Other pages do not match. */
    private static final Pattern SPOTIFY_ARTIST = Pattern.compile(
            "(?:https?://open\\.spotify\\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)([A-Za-z0-9]{22})(?:[/?#].*)?");

    /** The classification types of events that sell something besides a concert, from recorded responses. */
    private static final Set<String> ADD_ON_TYPES = Set.of(
            "Parking",
            "Upsell",
            "Upsell Shell Event",
            "Special Entry",
            "Club Access",
            "Merchandise Voucher",
            "Meal Package",
            "VIP");

    private final Function<String, Optional<String>> matches;

    /** Uses only links to Spotify artists. */
    public EventNormalizer() {
        this(attraction -> Optional.empty());
    }

    /** @param matches returns the Spotify artist ID for an attraction ID without a link */
    public EventNormalizer(Function<String, Optional<String>> matches) {
        this.matches = matches;
    }

    /** @throws RejectedException if the entity is not an event */
    public Concert normalize(JsonFields event) {
        var id = event.requireId();
        if (!event.has("name") && !event.has("dates")) {
            throw new RejectedException("neither a name nor dates");
        }
        var embedded = event.at("_embedded");
        var venue = venue(embedded);
        var performers = performers(embedded);
        var prices = event.objects("priceRanges", EventNormalizer::priceRange);
        var genres = genres(event);
        var code = event.at("dates").at("status").text("code");
        return new Concert(
                "ticketmaster_" + id,
                event.text("name"),
                first(performers, Performer::artistId),
                venueId(venue),
                schedule(event, venue),
                lowest(prices),
                prices,
                null,
                null,
                status(code),
                code,
                performers,
                sales(event.at("sales")),
                genres,
                id,
                event.text("url"),
                event.images(),
                location(embedded, venue.has("id") || venue.has("name") ? venue : event.at("place")),
                details(event, genres.classifications()));
    }

    /** The performers of an event, with the Spotify artists to which they link. */
    private List<Performer> performers(JsonFields embedded) {
        List<Performer> performers = new ArrayList<>();
        for (var attraction : embedded.objects("attractions")) {
            var performer = performer(attraction);
            if (performer.artistId() != null || performer.name() != null) {
                performers.add(performer);
            }
        }
        return performers;
    }

    private Performer performer(JsonFields attraction) {
        var id = attraction.text("id");
        var links = attraction.at("externalLinks");
        var linked = first(links.objects("spotify"), link -> spotifyId(link.text("url")));
        var matched = linked != null || id == null ? null : matches.apply(id).orElse(null);
        var spotifyId = linked != null ? linked : matched;
        var artistId = spotifyId != null ? "spotify_" + spotifyId : id == null ? null : "ticketmaster_" + id;
        var matchedBy = linked != null ? "link" : matched != null ? "name" : null;
        var musicbrainzId = first(links.objects("musicbrainz"), link -> link.text("id"));
        return new Performer(artistId, attraction.text("name"), id, spotifyId, musicbrainzId, matchedBy);
    }

    private static String spotifyId(String url) {
        var matcher = SPOTIFY_ARTIST.matcher(url == null ? "" : url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The first value that is not null; null if there is none. */
    private static <T> String first(List<T> items, Function<T, String> value) {
        for (var item : items) {
            var found = value.apply(item);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static JsonFields venue(JsonFields embedded) {
        var venues = embedded.objects("venues");
        return venues.isEmpty() ? JsonFields.NONE : venues.get(0);
    }

    static String venueId(JsonFields venue) {
        var id = venue.text("id");
        return id == null ? null : "ticketmaster_" + id;
    }

    private static Schedule schedule(JsonFields event, JsonFields venue) {
        var dates = event.at("dates");
        var start = dates.at("start");
        var date = EventDate.of(start);
        var zone = dates.text("timezone") == null ? venue.text("timezone") : dates.text("timezone");
        var end = EventEnd.of(dates.at("end"), zone);
        var spans = dates.flag("spanMultipleDays");
        var endsLater =
                end.date() != null && date.localDate() != null && end.date().compareTo(date.localDate()) > 0;
        var initial = dates.at("initialStartDate");
        var doors = event.at("doorsTimes");
        return new Schedule(
                date.value(),
                date.precision(),
                date.localDate(),
                date.localTime(),
                zone,
                EventDate.day(initial),
                EventDate.time(initial),
                end.date(),
                end.time(),
                end.precision(),
                spans,
                Boolean.TRUE.equals(spans) && !endsLater,
                EventDate.status(start),
                start.flag("timeTBA"),
                start.flag("noSpecificTime"),
                EventDate.day(doors),
                EventDate.time(doors));
    }

    private static PriceRange priceRange(JsonFields range) {
        return new PriceRange(range.text("type"), range.text("currency"), range.price("min"), range.price("max"));
    }

    private static Map<String, BigDecimal> lowest(List<PriceRange> ranges) {
        if (ranges == null) {
            return null;
        }
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        ranges.stream()
                .filter(range -> range.type() != null && range.min() != null)
                .forEach(range -> prices.merge(range.type(), range.min(), BigDecimal::min));
        return prices;
    }

    private static Sales sales(JsonFields sales) {
        var publicSale = sales.at("public");
        var tbd = publicSale.flag("startTBD");
        return new Sales(
                TicketmasterFields.instant(publicSale, "startDateTime"),
                TicketmasterFields.instant(publicSale, "endDateTime"),
                publicSale.isTrue("startTBA") ? Boolean.TRUE : tbd,
                sales.objects(
                        "presales",
                        sale -> new Presale(
                                sale.text("name"),
                                TicketmasterFields.instant(sale, "startDateTime"),
                                TicketmasterFields.instant(sale, "endDateTime"),
                                sale.longText("description"),
                                sale.text("url"))));
    }

    private static Genres genres(JsonFields event) {
        var all = event.objects("classifications", TicketmasterFields::classification);
        var none = all == null || all.isEmpty();
        var main = none ? TicketmasterFields.NO_CLASSIFICATION : primary(all);
        return new Genres(
                main.segment(), lower(main.genre()), lower(main.subGenre()), main.type(), main.subType(), all);
    }

    /** The primary classification, or else the first one. */
    private static Classification primary(List<Classification> classifications) {
        return classifications.stream()
                .filter(classification -> Boolean.TRUE.equals(classification.primary()))
                .findFirst()
                .orElse(classifications.get(0));
    }

    private static Location location(JsonFields embedded, JsonFields venue) {
        return new Location(
                venueIds(embedded),
                venue.text("name"),
                venue.at("city").text("name"),
                venue.at("state").text("stateCode"),
                venue.at("country").text("countryCode"),
                TicketmasterFields.latitude(venue),
                TicketmasterFields.longitude(venue));
    }

    private static List<String> venueIds(JsonFields embedded) {
        List<String> ids = new ArrayList<>();
        for (var venue : embedded.objects("venues")) {
            var id = venueId(venue);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Details details(JsonFields event, List<Classification> classifications) {
        var promoters = event.objects("promoters", EventNormalizer::promoter);
        var promoter = event.at("promoter");
        var age = event.at("ageRestrictions");
        return new Details(
                promoters == null && (promoter.has("id") || promoter.has("name"))
                        ? List.of(promoter(promoter))
                        : promoters,
                age.flag("legalAgeEnforced"),
                age.longText("ageRuleDescription"),
                event.longText("description"),
                event.longText("info"),
                event.longText("pleaseNote"),
                event.at("ticketLimit").longText("info"),
                event.objects(
                        "products",
                        product -> new Product(
                                product.text("id"), product.text("name"), product.text("type"), product.text("url"))),
                addOn(classifications),
                event.at("seatmap").text("staticUrl"),
                event.at("accessibility").longText("info"),
                event.flag("test"));
    }

    private static Boolean addOn(List<Classification> classifications) {
        return classifications == null || classifications.isEmpty()
                ? null
                : classifications.stream()
                        .map(Classification::type)
                        .filter(Objects::nonNull)
                        .anyMatch(ADD_ON_TYPES::contains);
    }

    private static Promoter promoter(JsonFields promoter) {
        return new Promoter(promoter.text("id"), promoter.text("name"), promoter.longText("description"));
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
