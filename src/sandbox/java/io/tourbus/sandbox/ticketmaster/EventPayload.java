package io.tourbus.sandbox.ticketmaster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.catalogue.Catalogue.Dated;
import io.tourbus.sandbox.catalogue.Genre;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** Renders an event as JSON of the Discovery API. */
public final class EventPayload {

    static final String MUSIC = "KZFzniwnSyZfZ7v7nJ";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String[] STATUSES = {"cancelled", "canceled", "postponed", "rescheduled", "offsale", "offsale"
    };
    private static final int[] WIDTHS = {205, 640, 1024, 2048};

    private EventPayload() {}

    public static ObjectNode of(Catalogue.Event event, boolean allLanguages) {
        var random = new Random(event.salt());
        var node = JSON.objectNode();
        node.put("name", event.name())
                .put("type", "event")
                .put("id", event.id())
                .put("test", false);
        node.put("url", "https://www.ticketmaster.com/event/" + event.id()).put("locale", "en-us");
        images(node, event.id());
        sales(node, event, random);
        dates(node, event, random);
        if (event.classified()) {
            classifications(node, event.genre(), random);
        }
        prices(node, random);
        node.put("pleaseNote", "Doors open an hour before.")
                .putObject("seatmap")
                .put("staticUrl", "https://maps/" + event.id());
        node.putObject("_links").putObject("self").put("href", "/discovery/v2/events/" + event.id() + "?locale=en-us");
        var embedded = node.putObject("_embedded");
        embedded.putArray("venues").add(VenuePayload.of(event.venue(), allLanguages));
        if (!event.performers().isEmpty()) {
            var attractions = embedded.putArray("attractions");
            event.performers().forEach(artist -> attractions.add(attraction(artist)));
        }
        return node;
    }

    private static void images(ObjectNode node, String id) {
        var images = node.putArray("images");
        for (var width : WIDTHS) {
            images.addObject()
                    .put("ratio", "16_9")
                    .put("url", "https://s1.ticketm.net/dam/a/%s_%d.jpg".formatted(id, width))
                    .put("width", width)
                    .put("height", width * 9 / 16)
                    .put("fallback", false);
        }
    }

    private static void sales(ObjectNode node, Catalogue.Event event, Random random) {
        var sales = node.putObject("sales");
        var placeholder = random.nextInt(10) == 0;
        var open = sales.putObject("public").put("startTBD", false);
        if (event.start() != null) {
            open.put(
                    "startDateTime",
                    placeholder
                            ? "1900-01-01T18:00:00Z"
                            : event.start().minus(Duration.ofDays(90)).toString());
            open.put("endDateTime", event.start().toString());
        }
        if (random.nextInt(4) == 0) {
            sales.putArray("presales")
                    .addObject()
                    .put("name", "Fan Club")
                    .put("startDateTime", "2026-01-05T15:00:00Z")
                    .put("endDateTime", "1900-01-01T06:00:00Z");
        }
    }

    private static void dates(ObjectNode node, Catalogue.Event event, Random random) {
        var dates = node.putObject("dates");
        var start = dates.putObject("start");
        if (event.start() != null) {
            var local = event.start().atZone(event.venue().town().zone());
            start.put("localDate", local.toLocalDate().toString());
            if (event.dated() == Dated.TO_THE_SECOND) {
                start.put("localTime", TIME.format(local))
                        .put("dateTime", event.start().toString());
            }
        } else {
            dates.putObject("initialStartDate").put("localDate", "2026-03-14");
        }
        start.put("dateTBD", event.dated() == Dated.TO_BE_DEFINED)
                .put("dateTBA", event.dated() == Dated.TO_BE_ANNOUNCED)
                .put("timeTBA", event.dated() == Dated.TO_THE_DAY && random.nextBoolean())
                .put("noSpecificTime", event.dated() == Dated.TO_THE_DAY);
        if (random.nextInt(10) != 0) {
            dates.put("timezone", event.venue().town().zone().getId());
        }
        var status = random.nextInt(12) == 0 ? STATUSES[random.nextInt(STATUSES.length)] : "onsale";
        dates.putObject("status").put("code", event.start() == null ? "postponed" : status);
        dates.put("spanMultipleDays", false);
    }

    private static void classifications(ObjectNode node, Genre genre, Random random) {
        var classification = node.putArray("classifications")
                .addObject()
                .put("primary", true)
                .put("family", false);
        classification.putObject("segment").put("id", MUSIC).put("name", "Music");
        if (genre != null) {
            classification.putObject("genre").put("id", genre.id()).put("name", genre.title());
        }
        classification
                .putObject("subGenre")
                .put("id", "KZazBEonSMnZfZ7v6F1")
                .put("name", random.nextInt(5) == 0 ? "Undefined" : "Pop");
    }

    private static void prices(ObjectNode node, Random random) {
        if (random.nextInt(5) != 0) {
            return;
        }
        var ranges = node.putArray("priceRanges");
        ranges.addObject()
                .put("type", "standard")
                .put("currency", "USD")
                .put("min", 25.5)
                .put("max", 99.0);
        if (random.nextInt(4) == 0) {
            ranges.addObject()
                    .put("type", "standard including fees")
                    .put("currency", "USD")
                    .put("min", 31.05)
                    .put("max", 120.75);
        }
    }

    private static ObjectNode attraction(Catalogue.Artist artist) {
        var random = new Random(artist.salt() + 1);
        var node = JSON.objectNode();
        if (random.nextInt(100) != 0) {
            node.put("name", artist.name());
        }
        node.put("type", "attraction")
                .put("id", artist.attractionId())
                .put("test", false)
                .put("locale", "en-us");
        var links = JSON.objectNode();
        if (artist.link() != null) {
            links.putArray("spotify").addObject().put("url", artist.link());
        }
        if (random.nextInt(2) == 0) {
            links.putArray("musicbrainz").addObject().put("id", "mb-" + artist.attractionId());
        }
        if (!links.isEmpty()) {
            node.set("externalLinks", links);
        }
        node.putObject("upcomingEvents").put("_total", random.nextInt(40)).put("ticketmaster", 3);
        return node;
    }
}
