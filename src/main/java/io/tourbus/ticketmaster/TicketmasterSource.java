package io.tourbus.ticketmaster;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.ticketmaster.api.KeyParameter;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.QueryParameters;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.api.TicketmasterResponseReader;
import io.tourbus.ticketmaster.window.EventArea;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads venues and events from the Ticketmaster Discovery API, version 2. */
public final class TicketmasterSource implements Source {

    @Override
    public String name() {
        return TicketmasterFields.SOURCE;
    }

    @Override
    public String title() {
        return "Ticketmaster";
    }

    @Override
    public TicketmasterSettings read(Settings settings, Path home) {
        return TicketmasterSettings.read(settings);
    }

    @Override
    public Map<String, String> previewSettings(int limit) {
        return Map.of("tourbus.ticketmaster.page-size", String.valueOf(limit));
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        return open(context, (TicketmasterSettings) settings, () -> (TicketmasterSettings) latest.get());
    }

    private static Connection open(
            SourceContext context, TicketmasterSettings settings, Supplier<TicketmasterSettings> latest) {
        var depth = new PageDepthLimit(settings.pageSize());
        var pager = new TicketmasterPager(depth);
        var encoder = new RecordEncoder();
        var clock = context.clock();
        var venues = new SliceReader(pager, new VenueNormalizer()::normalize, encoder, clock);
        var events = new SliceReader(pager, new EventPageNormalizer(context.performers()), encoder, clock);
        var readers = Map.of(TicketmasterPlan.VENUES, venues, EventArea.EVENTS, events);
        var plan = SlicePlan.latest(
                () -> new TicketmasterPlan(latest.get(), depth, context.state().eventCounts()));
        context.bindClient("Client", new KeyParameter(settings.apiKey()));
        context.bind(
                "ResponseReader",
                new TicketmasterResponseReader(
                        context.retryAfterPolicy(),
                        context.rateLimiter(),
                        depth,
                        context.responses(new Redaction(List.of(settings.apiKey()))),
                        settings.keyPlace()));
        return new Ready(plan, readers, Map.of(Entity.VENUES, venues, Entity.EVENTS, events));
    }

    /** The source, with the beans for the routes in {@code routes/ticketmaster.camel.yaml}. */
    private record Ready(SlicePlan plan, Map<String, SliceReader> readers, Map<Entity, SliceReader> normalizers)
            implements Connection {

        @Override
        public Set<Entity> entities() {
            return Set.of(Entity.VENUES, Entity.EVENTS, Entity.ARTISTS);
        }

        /** Venues or events by keyword, or by parameters of the Discovery API: {@code countryCode=US&city=Austin}. */
        @Override
        public Slice preview(Entity entity, String query) {
            if (!normalizers.containsKey(entity)) {
                throw new IllegalArgumentException("ticketmaster has no %s. Use venues or events.".formatted(entity));
            }
            Map<String, String> parameters = new TreeMap<>(Map.of("locale", "*"));
            if (query.contains("=")) {
                for (var parameter : query.split("&")) {
                    var parts = parameter.split("=", 2);
                    if (parts.length < 2 || parts[0].isBlank()) {
                        throw new IllegalArgumentException(
                                "'%s' is not a parameter. Use name=value&name=value or a keyword."
                                        .formatted(parameter));
                    }
                    QueryParameters.requireKnown(entity, parts[0].strip());
                    parameters.put(parts[0].strip(), parts[1].strip());
                }
                parameters.computeIfPresent("countryCode", (name, code) -> TicketmasterSettings.upperCase(code));
            } else {
                parameters.put("keyword", query);
            }
            return Slice.of(
                    new Query(TicketmasterFields.SOURCE, entity, "preview"),
                    entity == Entity.VENUES ? TicketmasterPlan.VENUES : EventArea.EVENTS,
                    "preview",
                    parameters,
                    List.of());
        }

        @Override
        public Slice probe() {
            return preview(Entity.VENUES, "countryCode=US");
        }

        @Override
        public Optional<String> countLimit() {
            return Optional.of(
                    "Ticketmaster reports at most 10,000 results. The estimate is exact after the first complete run.");
        }
    }
}
