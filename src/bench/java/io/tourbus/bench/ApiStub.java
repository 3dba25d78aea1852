package io.tourbus.bench;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.bench.EventIndex.Window;
import io.tourbus.bench.StubServer.Reply;
import io.tourbus.sandbox.server.SeenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A minimal Discovery API and Spotify Web API that serve rendered events, venues and artists, with little overhead. The Discovery
 * API supports date windows, undated events, page sizes and page numbers up to 1,000 results. It ignores all other filters, and
 * always sorts by ID. The Web API supports searches for artists.
 */
final class ApiStub extends StubServer {

    private static final int MAX_RESULTS = 1_000;
    private static final byte[] COMMA = {','};
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json;charset=utf-8");

    private volatile EventIndex events;
    private volatile ArtistIndex artists;

    ApiStub(EventIndex events, ArtistIndex artists, Optional<ServerCertificate> certificate) throws IOException {
        super("api", certificate);
        this.events = events;
        this.artists = artists;
        start();
    }

    /** Serves other events and artists from now on. */
    void show(EventIndex otherEvents, ArtistIndex otherArtists) {
        events = otherEvents;
        artists = otherArtists;
    }

    @Override
    Reply handle(HttpExchange exchange, byte[] body) {
        var uri = exchange.getRequestURI();
        var query = SeenRequest.parse(uri.getRawQuery());
        return switch (uri.getPath()) {
            case "/discovery/v2/events", "/discovery/v2/venues" -> discovery(uri.getPath(), query);
            case "/v1/search" -> search(artists, query);
            case "/api/token" ->
                Reply.json(200, "{\"access_token\":\"bench\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            default -> Reply.json(404, "{}");
        };
    }

    private Reply discovery(String path, Map<String, String> query) {
        var size = Integer.parseInt(query.getOrDefault("size", "20"));
        var from = size * Integer.parseInt(query.getOrDefault("page", "0"));
        if (from >= MAX_RESULTS || size < 1 || size > 200) {
            return Reply.json(400, "{\"errors\":[{\"code\":\"DIS1035\",\"detail\":\"Max paging depth exceeded\"}]}");
        }
        var shown = events;
        if (path.endsWith("/venues")) {
            return page("venues", shown.venues(), from, size, shown::venue);
        }
        var ranks = ranks(shown, query);
        return page("events", ranks.length, from, size, position -> shown.event(ranks[position]));
    }

    private static int[] ranks(EventIndex index, Map<String, String> query) {
        if ("only".equals(query.get("includeTBA"))) {
            return index.announced();
        }
        if ("only".equals(query.get("includeTBD"))) {
            return index.defined();
        }
        return index.in(new Window(second(query.get("startDateTime")), second(query.get("endDateTime")) + 1));
    }

    private static long second(String time) {
        return Instant.parse(time).getEpochSecond();
    }

    private static Reply page(String name, int total, int from, int size, IntFunction<byte[]> entity) {
        var until = Math.min(total, from + size);
        var parts = parts(from < until ? "{\"_embedded\":{\"%s\":[".formatted(name) : "{", from, until, entity);
        var links = until < total ? "\"next\":{\"href\":\"/discovery/v2/%s\"}".formatted(name) : "";
        parts.add(bytes("%s\"_links\":{%s},\"page\":{\"size\":%d,\"totalElements\":%d,\"totalPages\":%d,\"number\":%d}}"
                .formatted(from < until ? "]}," : "", links, size, total, (total + size - 1) / size, from / size)));
        return new Reply(200, JSON, parts);
    }

    private static List<byte[]> parts(String start, int from, int until, IntFunction<byte[]> entity) {
        List<byte[]> parts = new ArrayList<>(2 * (until - from) + 2);
        parts.add(bytes(start));
        for (int position = from; position < until; position++) {
            parts.add(entity.apply(position));
            if (position + 1 < until) {
                parts.add(COMMA);
            }
        }
        return parts;
    }

    private static Reply search(ArtistIndex shown, Map<String, String> query) {
        var limit = Integer.parseInt(query.getOrDefault("limit", "20"));
        var offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        if (limit < 1 || limit > 50 || offset < 0 || offset + limit > MAX_RESULTS) {
            return Reply.json(400, "{\"error\":{\"status\":400,\"message\":\"Invalid limit\"}}");
        }
        var found = shown.find(query.getOrDefault("q", ""));
        var until = Math.max(offset, Math.min(found.size(), offset + limit));
        var parts = parts(
                "{\"artists\":{\"href\":\"https://api.spotify.com/v1/search\",\"items\":[", offset, until, found::get);
        parts.add(bytes("],\"limit\":%d,\"next\":%s,\"offset\":%d,\"previous\":null,\"total\":%d}}"
                .formatted(
                        limit,
                        until < found.size() ? "\"https://api.spotify.com/v1/search?offset=" + until + '"' : "null",
                        offset,
                        found.size())));
        return new Reply(200, JSON, parts);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
