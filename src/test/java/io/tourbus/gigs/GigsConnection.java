package io.tourbus.gigs;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SlicePreview.Estimate;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates the beans for the routes of the source. */
final class GigsConnection implements Source.Connection {

    private static final List<Entity> ENTITIES = List.of(Entity.VENUES, Entity.EVENTS);

    private final Map<Entity, SliceReader> normalizers;

    GigsConnection(SourceContext context, GigsSettings settings, List<String> idFields) {
        var pager = new GigsPager();
        var normalizer = new GigsNormalizer(idFields);
        var encoder = new RecordEncoder();
        normalizers = Map.of(
                Entity.VENUES, new SliceReader(pager, normalizer::venue, encoder, context.clock()),
                Entity.EVENTS, new SliceReader(pager, normalizer::concert, encoder, context.clock()));
        context.bindClient("Client", (request, entity, http) -> request.setHeader("X-API-Key", settings.apiKey()));
        context.bind(
                "ResponseReader",
                new GigsResponseReader(
                        context.retryAfterPolicy(), context.responses(new Redaction(List.of(settings.apiKey())))));
    }

    @Override
    public SlicePlan plan() {
        return new Plan();
    }

    @Override
    public Map<String, SliceReader> readers() {
        return normalizers.entrySet().stream()
                .collect(Collectors.toMap(entry -> readerOf(entry.getKey()), Map.Entry::getValue));
    }

    @Override
    public Map<Entity, SliceReader> normalizers() {
        return normalizers;
    }

    @Override
    public Slice preview(Entity entity, String query) {
        if (!ENTITIES.contains(entity)) {
            throw new IllegalArgumentException("gigs has no %s. Use venues or events.".formatted(entity));
        }
        return slice(entity, "preview", Map.of("search", query));
    }

    @Override
    public Slice probe() {
        return slice(Entity.VENUES, "probe", Map.of());
    }

    private static String readerOf(Entity entity) {
        return "gigs-" + entity;
    }

    private static Slice slice(Entity entity, String title, Map<String, String> parameters) {
        return Slice.of(
                new Query(GigsSource.NAME, entity, title), readerOf(entity), "gigs " + title, parameters, List.of());
    }

    /** One slice for each entity. */
    private static final class Plan implements SlicePlan {

        @Override
        public SliceQueue slices(Scope scope) {
            if (scope.includes(Entity.EVENTS)) {
                scope.eventsBarrier().begin(GigsSource.NAME);
            }
            var all = Stream.concat(scope.gaps(GigsSource.NAME).stream(), wanted(scope));
            return new SliceQueue(
                    all,
                    List.of(),
                    parts -> List.of(),
                    () -> scope.eventsBarrier().end(GigsSource.NAME));
        }

        @Override
        public List<SlicePreview> preview(Scope scope) {
            return wanted(scope)
                    .map(slice ->
                            new SlicePreview(slice, total -> new Estimate(1, GigsPager.pages(total), total, false)))
                    .toList();
        }

        private static Stream<Slice> wanted(Scope scope) {
            return ENTITIES.stream()
                    .filter(scope::includes)
                    .map(entity -> slice(
                            entity,
                            "all " + entity,
                            entity == Entity.EVENTS
                                    ? Map.of(
                                            "from", scope.from().toString(),
                                            "until", scope.until().toString())
                                    : Map.of()));
        }
    }
}
