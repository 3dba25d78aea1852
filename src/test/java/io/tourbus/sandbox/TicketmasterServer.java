package io.tourbus.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The Discovery API, as far as Tourbus calls it: venues and events, with its key, its limits and its refusals. */
public final class TicketmasterServer implements AutoCloseable {

    /**
     * @param perSecond requests allowed within any second; more answer 429
     * @param perDay requests allowed in all; more answer 429
     */
    public record Options(String apiKey, int perSecond, int perDay) {

        public static final Options USUAL = new Options("sandbox-key", 5, 5_000);
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 1_000;
    private static final Set<String> KNOWN = Set.of(
            "apikey",
            "size",
            "page",
            "sort",
            "locale",
            "keyword",
            "id",
            "countryCode",
            "stateCode",
            "city",
            "venueId",
            "segmentId",
            "startDateTime",
            "endDateTime",
            "includeTBA",
            "includeTBD",
            "includeTest");

    private final Catalogue catalogue;
    private final Options options;
    private final TicketmasterQuota quota;
    private final LocalServer server;

    /** @param port 0 for any that is free */
    public TicketmasterServer(Catalogue catalogue, Options options, int port, Clock clock) throws IOException {
        this.catalogue = catalogue;
        this.options = options;
        this.quota = new TicketmasterQuota(options, clock);
        this.server = new LocalServer("ticketmaster-server", port, this::handle, clock);
    }

    public URI baseUrl() {
        return server.address().resolve("/discovery/v2");
    }

    public Faults faults() {
        return server.faults();
    }

    List<SeenRequest> seen() {
        return server.seen();
    }

    /** The most requests that arrived within a second. */
    public int busiestSecond() {
        return server.busiestSecond();
    }

    private Reply handle(HttpExchange exchange, byte[] body) {
        var query = SeenRequest.parse(exchange.getRequestURI().getRawQuery());
        if (!options.apiKey().equals(query.get("apikey"))) {
            return fault(401, "Invalid ApiKey", "oauth.v2.InvalidApiKey");
        }
        var refusal = quota.take();
        if (refusal != null) {
            return refusal;
        }
        var path = exchange.getRequestURI().getPath().replaceFirst("\\.json$", "");
        try {
            return quota.headers(unknown(query, answer(path, query)));
        } catch (TicketmasterException e) {
            return Reply.json(e.status(), e.body());
        }
    }

    private Reply answer(String path, Map<String, String> query) {
        return switch (path) {
            case "/discovery/v2/venues" -> venues(query);
            case "/discovery/v2/events" -> events(query);
            default -> throw new TicketmasterException(404, "DIS1004", "Resource not found with provided criteria");
        };
    }

    private Reply venues(Map<String, String> query) {
        var everyLanguage = "*".equals(query.get("locale"));
        checkSort(query, Set.of("name,asc", "name,desc", "relevance,asc", "relevance,desc", "distance,asc"));
        var matching = catalogue.venues().stream()
                .filter(new VenueFilter(query))
                .sorted(Comparator.comparing(Catalogue.Venue::id))
                .toList();
        return page("venues", matching, query, venue -> VenuePayload.of(venue, everyLanguage));
    }

    private Reply events(Map<String, String> query) {
        var everyLanguage = "*".equals(query.get("locale"));
        checkSort(query, Set.of("id,asc", "date,asc", "date,desc", "name,asc", "relevance,desc", "random"));
        var matching = catalogue.events().stream()
                .filter(new EventFilter(query))
                .sorted(Comparator.comparing(Catalogue.Event::id))
                .toList();
        return page("events", matching, query, event -> EventPayload.of(event, everyLanguage));
    }

    private static void checkSort(Map<String, String> query, Set<String> known) {
        var sort = query.get("sort");
        if (sort != null && !known.contains(sort)) {
            throw new TicketmasterException(400, "DIS1005", "Unsupported sort '%s'".formatted(sort));
        }
    }

    private <T> Reply page(String name, List<T> all, Map<String, String> query, Function<T, JsonNode> payload) {
        var size = number(query, "size", 20);
        var number = number(query, "page", 0);
        if (size > 200) {
            throw new TicketmasterException(400, "DIS1036", "Requested page size must be less than 200");
        }
        if (size * number >= DEEPEST) {
            throw new TicketmasterException(
                    400,
                    "DIS1035",
                    "API Limits Exceeded: Max paging depth exceeded. (page * size) must be less than 1,000");
        }
        var answer = JSON.objectNode();
        if (!all.isEmpty() && (long) number * size < all.size()) {
            var items = answer.putObject("_embedded").putArray(name);
            all.stream().skip((long) number * size).limit(size).forEach(item -> items.add(payload.apply(item)));
        }
        var links = answer.putObject("_links");
        links.putObject("self").put("href", "/discovery/v2/%s.json?page=%d".formatted(name, number));
        if ((long) (number + 1) * size < all.size()) {
            links.putObject("next").put("href", "/discovery/v2/%s.json?page=%d".formatted(name, number + 1));
        }
        answer.putObject("page")
                .put("size", size)
                .put("totalElements", all.size())
                .put("totalPages", (all.size() + size - 1) / size)
                .put("number", number);
        return Reply.json(200, answer.toString());
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        var text = query.getOrDefault(name, String.valueOf(otherwise));
        if (!text.matches("\\d{1,6}")) {
            throw new TicketmasterException(400, "DIS1001", "Invalid value for " + name);
        }
        return Integer.parseInt(text);
    }

    private static Reply unknown(Map<String, String> query, Reply reply) {
        var names = new TreeSet<>(query.keySet());
        names.removeAll(KNOWN);
        return names.isEmpty() ? reply : reply.with("X-Unknown-Params", String.join(",", names));
    }

    static Reply fault(int status, String text, String code) {
        var fault = JSON.objectNode();
        fault.putObject("fault").put("faultstring", text).putObject("detail").put("errorcode", code);
        return Reply.json(status, fault.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
