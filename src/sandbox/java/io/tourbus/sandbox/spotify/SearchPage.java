package io.tourbus.sandbox.spotify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.sandbox.catalogue.Catalogue.Artist;
import io.tourbus.sandbox.server.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Renders a page of an artist search. Like Spotify, serves only the first 1,000 results, although total and next go beyond. */
final class SearchPage {

    private static final int MAX_RESULTS = 1_000;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final ArtistSearch artists;
    private final SpotifyServer.Options options;
    private final AtomicInteger answered = new AtomicInteger();

    SearchPage(ArtistSearch artists, SpotifyServer.Options options) {
        this.artists = artists;
        this.options = options;
    }

    /** @throws SpotifyException if the query is invalid */
    Reply answer(Map<String, String> query) {
        check(query);
        var limit = number(query, "limit", options.newerApp() ? 5 : 20);
        var offset = number(query, "offset", 0);
        if (limit < 1 || limit > (options.newerApp() ? 10 : 50)) {
            throw SpotifyException.violation(400, "Invalid limit");
        }
        if (offset < 0 || offset + limit > MAX_RESULTS) {
            throw SpotifyException.violation(400, "Bad request");
        }
        var found = artists.search(query.get("q").strip());
        var answer = JsonNodeFactory.instance.objectNode();
        var page = answer.putObject("artists");
        page.put("href", href(query, limit, offset));
        items(page.putArray("items"), found, limit, offset);
        page.put("limit", limit);
        if (offset + limit < found.size()) {
            page.put("next", href(query, limit, offset + limit));
        } else {
            page.putNull("next");
        }
        page.put("offset", offset);
        if (offset > 0) {
            page.put("previous", href(query, limit, Math.max(0, offset - limit)));
        } else {
            page.putNull("previous");
        }
        page.put("total", total(found.size(), limit));
        return Reply.json(200, answer.toString());
    }

    private static void check(Map<String, String> query) {
        if (query.getOrDefault("q", "").isBlank()) {
            throw SpotifyException.violation(400, "No search query");
        }
        if (!Arrays.asList(query.getOrDefault("type", "").split(",")).contains("artist")) {
            throw SpotifyException.violation(400, "Missing parameter type");
        }
        if (query.containsKey("market")) {
            checkMarket(query.get("market"));
        }
    }

    static void checkMarket(String market) {
        if (!COUNTRIES.contains(market)) {
            throw SpotifyException.violation(400, "Invalid market code");
        }
    }

    private void items(ArrayNode items, List<Artist> found, int limit, int offset) {
        for (int place = offset; place < Math.min(found.size(), offset + limit); place++) {
            if (options.nullEvery() > 0 && (place + 1) % options.nullEvery() == 0) {
                items.addNull();
            } else {
                items.add(ArtistPayload.of(found.get(place), !options.newerApp()));
            }
        }
    }

    /** Returns an inaccurate total, which differs between pages, as with Spotify. */
    private int total(int found, int limit) {
        return found <= limit ? found : Math.max(limit, found - 2 + answered.getAndIncrement() % 5);
    }

    private static String href(Map<String, String> query, int limit, int offset) {
        return "https://api.spotify.com/v1/search?offset=%d&limit=%d&query=%s&type=artist&locale=en-US"
                .formatted(offset, limit, URLEncoder.encode(query.get("q"), StandardCharsets.UTF_8));
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        var text = query.getOrDefault(name, String.valueOf(otherwise));
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }
}
