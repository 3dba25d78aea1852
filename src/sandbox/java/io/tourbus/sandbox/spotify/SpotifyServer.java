package io.tourbus.sandbox.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.catalogue.Catalogue.Artist;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.SeenRequest;
import io.tourbus.sandbox.server.SimulatedServer;
import io.tourbus.sandbox.server.Violations;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A simulated Spotify Web API: tokens, artist search, artists, top tracks and related artists. */
public final class SpotifyServer extends SimulatedServer {

    /**
     * The configuration of the server.
     *
     * @param newerApp whether to simulate an app in development mode: at most 10 results per page, and no batches of IDs, top
     *     tracks, related artists, popularity or followers
     * @param tokenLifetime how long a token is valid
     * @param relatedArtists whether an older app can request related artists; otherwise 404
     * @param nullEvery every nth item of a search is {@code null}; 0 for none
     */
    public record Options(
            String clientId,
            String clientSecret,
            boolean newerApp,
            Duration tokenLifetime,
            boolean relatedArtists,
            int nullEvery) {

        public static final Options OLDER_APP =
                new Options("sandbox-client", "sandbox-secret", false, Duration.ofHours(1));
        public static final Options NEWER_APP =
                new Options("sandbox-client", "sandbox-secret", true, Duration.ofHours(1));

        public Options(String clientId, String clientSecret, boolean newerApp, Duration tokenLifetime) {
            this(clientId, clientSecret, newerApp, tokenLifetime, true, 0);
        }

        public Options withoutRelatedArtists() {
            return new Options(clientId, clientSecret, newerApp, tokenLifetime, false, nullEvery);
        }

        public Options withNullEvery(int items) {
            return new Options(clientId, clientSecret, newerApp, tokenLifetime, relatedArtists, items);
        }
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ARTIST = "/v1/artists/";
    private static final int MAX_IDS = 50;

    private final Catalogue catalogue;
    private final Options options;
    private final ArtistSearch artists;
    private final Violations violations = new Violations();
    private final SpotifyTokens tokens;
    private final SpotifyLimits limits;
    private final SearchPage searches;
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    /** @param port 0 for any free port */
    public SpotifyServer(Catalogue catalogue, Options options, int port, Clock clock) throws IOException {
        super("spotify-server", port, clock);
        this.catalogue = catalogue;
        this.options = options;
        this.artists = new ArtistSearch(catalogue.artists());
        this.tokens = new SpotifyTokens(options, clock, violations);
        this.limits = new SpotifyLimits(clock, violations);
        this.searches = new SearchPage(artists, options);
        start();
    }

    public URI baseUrl() {
        return address().resolve("/v1");
    }

    public URI tokenUrl() {
        return address().resolve("/api/token");
    }

    public SpotifyLimits limits() {
        return limits;
    }

    /** Returns the violations of API rules by the client. */
    public List<String> violations() {
        return violations.texts();
    }

    /** Returns the number of granted tokens. */
    public int grants() {
        return tokens.grants();
    }

    /** Revokes all tokens. */
    public void revokeTokens() {
        tokens.revoke();
    }

    @Override
    protected Reply handle(HttpExchange exchange, byte[] body) {
        var path = exchange.getRequestURI().getPath();
        var query = SeenRequest.parse(exchange.getRequestURI().getRawQuery());
        var authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (path.equals("/api/token")) {
            return tokens.grant(exchange.getRequestMethod(), authorization, new String(body, StandardCharsets.UTF_8));
        }
        var refusal = tokens.check(authorization);
        refusal = refusal == null ? limits.take() : refusal;
        if (refusal != null) {
            return refusal;
        }
        try {
            return answer(path, query);
        } catch (SpotifyException e) {
            if (e.isViolation()) {
                violations.add("%s: %s %s".formatted(path, e.getMessage(), query));
            }
            return e.reply();
        }
    }

    private Reply answer(String path, Map<String, String> query) {
        if (path.equals("/v1/search")) {
            return searches.answer(query);
        }
        if (path.equals("/v1/artists")) {
            return unlessClosed("/artists?ids=", () -> several(query.getOrDefault("ids", "")));
        }
        if (!path.startsWith(ARTIST)) {
            throw SpotifyException.violation(404, "Service not found");
        }
        var parts = path.substring(ARTIST.length()).split("/");
        return switch (parts.length == 1 ? "" : parts[1]) {
            case "" -> Reply.json(200, payload(artist(parts[0])).toString());
            case "top-tracks" -> unlessClosed("top-tracks", () -> topTracks(parts[0], query.get("market")));
            case "related-artists" -> unlessClosed("related-artists", () -> related(parts[0]));
            default -> throw SpotifyException.violation(404, "Service not found");
        };
    }

    private Reply unlessClosed(String endpoint, Supplier<Reply> answer) {
        if (!options.newerApp()) {
            return answer.get();
        }
        throw closed.add(endpoint)
                ? SpotifyException.refusal(403, "Forbidden")
                : SpotifyException.violation(403, "Forbidden");
    }

    private Reply several(String ids) {
        var requested = Arrays.asList(ids.split(","));
        if (requested.size() > MAX_IDS) {
            throw SpotifyException.violation(400, "Too many ids requested");
        }
        requested.forEach(SpotifyServer::checkForm);
        var answer = JSON.objectNode();
        var known = answer.putArray("artists");
        requested.stream().map(catalogue::artist).forEach(artist -> {
            if (artist == null) {
                known.addNull();
            } else {
                known.add(payload(artist));
            }
        });
        return Reply.json(200, answer.toString());
    }

    private Reply topTracks(String id, String market) {
        if (market == null) {
            throw SpotifyException.violation(400, "missing country parameter");
        }
        SearchPage.checkMarket(market);
        return list("tracks", node -> TrackPayload.top(artist(id), market).forEach(node::add));
    }

    private Reply related(String id) {
        if (!options.relatedArtists()) {
            throw SpotifyException.refusal(404, "Not found.");
        }
        return list("artists", node -> artists.related(artist(id)).forEach(artist -> node.add(payload(artist))));
    }

    private static Reply list(String name, Consumer<ArrayNode> items) {
        var answer = JSON.objectNode();
        items.accept(answer.putArray(name));
        return Reply.json(200, answer.toString());
    }

    private Artist artist(String id) {
        checkForm(id);
        var artist = catalogue.artist(id);
        if (artist == null) {
            throw SpotifyException.refusal(404, "Resource not found");
        }
        return artist;
    }

    private static void checkForm(String id) {
        if (!id.matches("[A-Za-z0-9]{22}")) {
            throw SpotifyException.violation(400, "invalid id");
        }
    }

    private JsonNode payload(Artist artist) {
        return ArtistPayload.of(artist, !options.newerApp());
    }
}
