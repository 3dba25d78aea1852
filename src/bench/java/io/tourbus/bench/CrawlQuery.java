package io.tourbus.bench;

import io.tourbus.model.Entity;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A query of the Discovery API or of the Spotify Web API with at most 1,000 results, so that all can be read.
 *
 * @param name contains only characters that are valid in object keys
 * @param query the parameters without those of the page
 */
record CrawlQuery(Entity entity, String name, String query) {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final String EVENTS = "countryCode=US&segmentId=KZFzniwnSyZfZ7v7nJ&locale=*&sort=id%2Casc";

    /** Returns the queries for all data that the job reads, with the minimum number of windows. */
    static List<CrawlQuery> all(BenchServers.Addresses addresses) throws IOException, InterruptedException {
        return addresses.onlyArtists()
                ? addresses.terms().stream().map(CrawlQuery::artists).toList()
                : events(new ControlClient(addresses));
    }

    private static CrawlQuery artists(String term) {
        var encoded = URLEncoder.encode(term, StandardCharsets.UTF_8);
        return new CrawlQuery(Entity.ARTISTS, "artists-" + encoded, "q=%s&type=artist".formatted(encoded));
    }

    private static List<CrawlQuery> events(ControlClient servers) throws IOException, InterruptedException {
        List<CrawlQuery> all = new ArrayList<>();
        all.add(new CrawlQuery(Entity.VENUES, "venues", "countryCode=US&locale=*&sort=name%2Casc"));
        all.add(new CrawlQuery(Entity.EVENTS, "events-tba", EVENTS + "&includeTBA=only"));
        all.add(new CrawlQuery(Entity.EVENTS, "events-tbd", EVENTS + "&includeTBD=only"));
        for (var window : servers.windows()) {
            var from = SECOND.format(Instant.ofEpochSecond(window.from()));
            var until = SECOND.format(Instant.ofEpochSecond(window.until() - 1));
            all.add(new CrawlQuery(
                    Entity.EVENTS,
                    "events-" + window.from(),
                    EVENTS + "&startDateTime=" + from + "&endDateTime=" + until));
        }
        return all;
    }

    /** Returns path and parameters of a page, relative to the address of the API. */
    String page(int number) {
        return page(pageSize(), number);
    }

    String page(int size, int number) {
        return entity == Entity.ARTISTS
                ? "/v1/search?%s&limit=%d&offset=%d".formatted(query, size, size * number)
                : "/discovery/v2/%s?%s&size=%d&page=%d&apikey=bench".formatted(entity, query, size, number);
    }

    /** The largest page size of the API. */
    int pageSize() {
        return entity == Entity.ARTISTS ? 50 : 200;
    }

    String source() {
        return entity == Entity.ARTISTS ? "spotify" : "ticketmaster";
    }
}
