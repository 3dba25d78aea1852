package io.tourbus.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Spotify, as far as Tourbus calls it: the token endpoint, the search for artists, and artists by id. */
public final class SpotifyServer implements AutoCloseable {

    /**
     * @param newerApp an app in development mode: pages of 10, no batches of ids, no popularity and no followers
     * @param tokenLifetime how long a token is good for
     */
    public record Options(String clientId, String clientSecret, boolean newerApp, Duration tokenLifetime) {

        public static final Options OLDER_APP =
                new Options("sandbox-client", "sandbox-secret", false, Duration.ofHours(1));
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 1_000;

    private final Catalogue catalogue;
    private final Options options;
    private final Clock clock;
    private final LocalServer server;
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final Map<String, List<Catalogue.Artist>> found = new ConcurrentHashMap<>();
    private final AtomicInteger granted = new AtomicInteger();

    /** @param port 0 for any that is free */
    public SpotifyServer(Catalogue catalogue, Options options, int port, Clock clock) throws IOException {
        this.catalogue = catalogue;
        this.options = options;
        this.clock = clock;
        this.server = new LocalServer("spotify-server", port, this::handle, clock);
    }

    public URI baseUrl() {
        return server.address().resolve("/v1");
    }

    public URI tokenUrl() {
        return server.address().resolve("/api/token");
    }

    public Faults faults() {
        return server.faults();
    }

    List<SeenRequest> seen() {
        return server.seen();
    }

    /** How many tokens have been granted. */
    public int grants() {
        return granted.get();
    }

    /** Makes all tokens worthless, as if Spotify had revoked them. */
    public void revokeTokens() {
        tokens.clear();
    }

    private Reply handle(HttpExchange exchange, byte[] body) {
        var path = exchange.getRequestURI().getPath();
        var query = SeenRequest.parse(exchange.getRequestURI().getRawQuery());
        var authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (path.equals("/api/token")) {
            return token(exchange.getRequestMethod(), authorization, new String(body, StandardCharsets.UTF_8));
        }
        if (!authorized(authorization)) {
            return error(401, "Missing/invalid/expired access token")
                    .with("WWW-Authenticate", "Bearer realm=\"spotify\", error=\"invalid_token\"");
        }
        if (path.equals("/v1/search")) {
            return search(query);
        }
        if (path.equals("/v1/artists")) {
            return several(query.getOrDefault("ids", ""));
        }
        return path.startsWith("/v1/artists/")
                ? one(path.substring("/v1/artists/".length()))
                : error(404, "Service not found");
    }

    private Reply token(String method, String authorization, String body) {
        var pair = options.clientId() + ":" + options.clientSecret();
        var expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!method.equals("POST") || !authorization.equals(expected)) {
            return Reply.json(400, "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client\"}");
        }
        if (!body.equals("grant_type=client_credentials")) {
            return Reply.json(400, "{\"error\":\"unsupported_grant_type\"}");
        }
        var token = "token-" + granted.incrementAndGet();
        tokens.put(token, clock.instant().plus(options.tokenLifetime()));
        var granted = JSON.objectNode().put("access_token", token).put("token_type", "Bearer");
        return Reply.json(
                200,
                granted.put("expires_in", options.tokenLifetime().toSeconds()).toString());
    }

    private boolean authorized(String authorization) {
        var until = tokens.get(authorization.replaceFirst("^Bearer ", ""));
        return until != null && clock.instant().isBefore(until);
    }

    private Reply search(Map<String, String> query) {
        var term = query.getOrDefault("q", "").strip();
        if (term.isEmpty()) {
            return error(400, "No search query");
        }
        var limit = number(query, "limit", 5);
        var offset = number(query, "offset", 0);
        var most = options.newerApp() ? 10 : 50;
        if (limit < 1 || limit > most || offset < 0 || offset + limit > DEEPEST) {
            return error(400, limit > most || limit < 1 ? "Invalid limit" : "Bad request");
        }
        var artists = found.computeIfAbsent(term.toLowerCase(Locale.ROOT), this::matches);
        return Reply.json(200, page(artists, query, limit, offset).toString());
    }

    private List<Catalogue.Artist> matches(String term) {
        return catalogue.artists().stream()
                .filter(artist -> artist.term().equals(term)
                        || artist.name().toLowerCase(Locale.ROOT).contains(term))
                .sorted(Comparator.comparing(Catalogue.Artist::salt))
                .toList();
    }

    private ObjectNode page(List<Catalogue.Artist> artists, Map<String, String> query, int limit, int offset) {
        var answer = JSON.objectNode();
        var page = answer.putObject("artists");
        page.put("href", "https://api.spotify.com/v1/search?offset=" + offset);
        var items = page.putArray("items");
        artists.stream()
                .skip(offset)
                .limit(limit)
                .forEach(artist -> items.add(ArtistPayload.of(artist, !options.newerApp())));
        page.put("limit", limit)
                .put("offset", offset)
                .put("total", artists.size())
                .putNull("previous");
        if (offset + limit < artists.size()) {
            page.put("next", "https://api.spotify.com/v1/search?offset=" + (offset + limit));
        } else {
            page.putNull("next");
        }
        return answer;
    }

    private Reply several(String ids) {
        if (options.newerApp()) {
            return error(403, "Forbidden");
        }
        var asked = Arrays.asList(ids.split(","));
        if (asked.size() > 50) {
            return error(400, "Too many ids requested");
        }
        if (!asked.stream().allMatch(SpotifyServer::wellFormed)) {
            return error(400, "invalid id");
        }
        var answer = JSON.objectNode();
        var artists = answer.putArray("artists");
        asked.stream().map(catalogue::artist).forEach(artist -> {
            if (artist == null) {
                artists.addNull();
            } else {
                artists.add(ArtistPayload.of(artist, true));
            }
        });
        return Reply.json(200, answer.toString());
    }

    private Reply one(String id) {
        if (!wellFormed(id)) {
            return error(400, "invalid id");
        }
        var artist = catalogue.artist(id);
        return artist == null
                ? error(404, "Resource not found")
                : Reply.json(200, ArtistPayload.of(artist, !options.newerApp()).toString());
    }

    private static boolean wellFormed(String id) {
        return id.matches("[A-Za-z0-9]{22}");
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        var text = query.getOrDefault(name, String.valueOf(otherwise));
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }

    private static Reply error(int status, String message) {
        var error = JSON.objectNode();
        error.putObject("error").put("status", status).put("message", message);
        return Reply.json(status, error.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
