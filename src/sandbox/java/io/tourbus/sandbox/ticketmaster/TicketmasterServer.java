package io.tourbus.sandbox.ticketmaster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.SeenRequest;
import io.tourbus.sandbox.server.SimulatedServer;
import io.tourbus.sandbox.server.Violations;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A simulated Discovery API of Ticketmaster: venue and event search with API key, rate limits and error responses. */
public final class TicketmasterServer extends SimulatedServer {

    /**
     * The configuration of the server.
     *
     * @param perSecond maximum requests within any second; further requests get 429
     * @param perDay maximum requests in 24 hours; further requests get 429
     * @param totalsCapped whether the reported total is at most 10,000
     */
    public record Options(String apiKey, int perSecond, int perDay, boolean totalsCapped) {

        public static final Options USUAL = new Options("sandbox-key", 5, 5_000);

        /** Limits that a client does not reach. */
        public static final Options UNLIMITED = new Options("sandbox-key", 1_000, 1_000_000);

        public Options(String apiKey, int perSecond, int perDay) {
            this(apiKey, perSecond, perDay, false);
        }

        public Options withTotalsCapped() {
            return new Options(apiKey, perSecond, perDay, true);
        }
    }

    private static final String ROOT = "/discovery/v2/";

    private final Options options;
    private final EventStore events;
    private final VenueSearch venues;
    private final Violations violations = new Violations();
    private final Drift drift;
    private final TicketmasterQuota quota;

    /** @param port 0 for any free port */
    public TicketmasterServer(Catalogue catalogue, Options options, int port, Clock clock) throws IOException {
        super("ticketmaster-server", port, clock);
        this.options = options;
        this.events = new EventStore(catalogue.events());
        this.venues = new VenueSearch(catalogue.venues());
        this.drift = new Drift(events);
        this.quota = new TicketmasterQuota(options, clock, violations);
        start();
    }

    public URI baseUrl() {
        return address().resolve("/discovery/v2");
    }

    public TicketmasterQuota quota() {
        return quota;
    }

    public Drift drift() {
        return drift;
    }

    /** Returns the violations of API rules by the client. */
    public List<String> violations() {
        return violations.texts();
    }

    /** Returns the maximum number of requests within any second. */
    public int busiestSecond() {
        return arrivals().busiestSecond();
    }

    /** Returns the IDs of the current events in ascending order. */
    public List<String> eventIds() {
        return events.ids();
    }

    /** Adds a copy of an event with another ID. */
    public void insert(String id, String like) {
        events.add(events.get(like).as(id));
    }

    /** Removes an event. */
    public void remove(String id) {
        events.remove(id);
    }

    @Override
    protected Reply handle(HttpExchange exchange, byte[] body) {
        var parameters = SeenRequest.parse(exchange.getRequestURI().getRawQuery());
        if (!options.apiKey().equals(parameters.get("apikey"))) {
            violations.add("a wrong key");
            return fault(401, "Invalid ApiKey", "oauth.v2.InvalidApiKey");
        }
        var refusal = quota.take();
        if (refusal != null) {
            return refusal;
        }
        var path = exchange.getRequestURI().getPath().replaceFirst("\\.json$", "");
        try {
            return quota.headers(answer(path, parameters));
        } catch (TicketmasterException e) {
            if (e.status() != 404) {
                violations.add("%s: %s %s".formatted(path, e.code(), e.getMessage()));
            }
            return Reply.json(e.status(), e.body());
        }
    }

    private Reply answer(String path, Map<String, String> parameters) {
        for (var endpoint : TicketmasterEndpoint.values()) {
            if (path.equals(ROOT + endpoint.title())) {
                return search(new TicketmasterQuery(endpoint, parameters));
            }
        }
        var event = path.startsWith(ROOT + "events/") ? events.get(path.substring((ROOT + "events/").length())) : null;
        var locale = parameters.getOrDefault("locale", "en-us");
        if (event == null) {
            throw new TicketmasterException(404, "DIS1004", "nothing there (locale=%s)".formatted(locale));
        }
        return Reply.json(200, EventPayload.of(event, locale.endsWith("*")).toString());
    }

    private Reply search(TicketmasterQuery query) {
        var unknown = query.unknown();
        if (!unknown.isEmpty()) {
            violations.add(
                    "/%s: unknown parameters %s".formatted(query.endpoint().title(), unknown));
        }
        query.check(options.totalsCapped());
        var reply = query.endpoint() == TicketmasterEndpoint.VENUES ? venues(query) : events(query);
        return unknown.isEmpty() ? reply : reply.with("X-Unknown-Params", unknown);
    }

    private Reply venues(TicketmasterQuery query) {
        var found = venues.search(query);
        return TicketmasterPage.of(
                query, found, options.totalsCapped(), venue -> VenuePayload.of(venue, query.everyLanguage()));
    }

    private Reply events(TicketmasterQuery query) {
        var found = events.search(new EventFilter(query), EventSort.of(query.sort()));
        drift.answered(found);
        return TicketmasterPage.of(
                query, found, options.totalsCapped(), event -> EventPayload.of(event, query.everyLanguage()));
    }

    /** Adds a copy of an event without a classification. @return its ID */
    public String addUnclassified(Catalogue.Event event) {
        var copy = event.unclassified();
        events.add(copy);
        return copy.id();
    }

    static Reply fault(int status, String text, String code) {
        var fault = JsonNodeFactory.instance.objectNode();
        fault.putObject("fault").put("faultstring", text).putObject("detail").put("errorcode", code);
        return Reply.json(status, fault.toString());
    }
}
