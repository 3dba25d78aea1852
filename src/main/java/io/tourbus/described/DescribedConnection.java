package io.tourbus.described;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.described.Description.EntityDescription;
import io.tourbus.model.Entity;
import io.tourbus.model.MappedRecord;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.AccessToken;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReader.Embedded;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hc.core5.http.HttpHeaders;

/** Connects a described source to the routes that {@link DescribedRoutes} makes for it. */
final class DescribedConnection implements Source.Connection {

    /** For sources whose requests contain no token. */
    private static final AccessToken.Grant NO_TOKEN = new AccessToken.Grant("", Duration.ofDays(1));

    /**
     * What follows from one version of the description.
     *
     * @param readers of the kinds that are requested
     */
    private record Version(
            Description description,
            Map<Entity, EntityDescription> entities,
            Map<Entity, RecordMapper> mappers,
            Map<Entity, DescribedPager> pagers,
            Map<Entity, SliceReader> readers,
            RequestDecorator decorator) {}

    private final String source;
    private final Supplier<Description> latest;
    private final DescribedSettings settings;
    private final SourceContext context;
    private final PerformerRegistry registry;
    private final SlicePlan plan;
    private volatile Version version;

    /** @param latest the current version of the description */
    DescribedConnection(
            String source,
            Supplier<Description> latest,
            SourceContext context,
            DescribedSettings settings,
            Supplier<DescribedSettings> latestSettings) {
        this.source = source;
        this.latest = latest;
        this.settings = settings;
        this.context = context;
        this.registry = context.performers();
        this.version = version(latest.get());
        this.plan = SlicePlan.latest(() ->
                new DescribedPlan(source, version().entities(), version().pagers(), latestSettings.get(), registry));
        bindCalls(latest.get(), version().decorator());
    }

    private Version version() {
        var known = version;
        var description = latest.get();
        if (known.description() != description) {
            known = version(description);
            version = known;
        }
        return known;
    }

    private Version version(Description description) {
        Map<String, String> headers = new LinkedHashMap<>();
        description.headers().forEach((name, text) -> headers.put(name, settings.resolve(text)));
        var decorator = new RequestDecorator(description.authentication(), headers, settings.credentials());
        var url = URI.create(context.camel()
                .resolvePropertyPlaceholders("{{%s}}".formatted(DescribedSettings.key(source, "base-url"))));
        var made = new Version(
                description, description.byKind(), new TreeMap<>(), new TreeMap<>(), new LinkedHashMap<>(), decorator);
        made.entities().forEach((kind, entity) -> {
            made.mappers()
                    .put(
                            kind,
                            new RecordMapper(
                                    source,
                                    kind,
                                    entity,
                                    description.fields(kind).orElseThrow(),
                                    made.mappers()::get));
            if (!entity.requested()) {
                return;
            }
            var pager = new DescribedPager(entity, url.getPath(), decorator.keyParameter());
            made.pagers().put(kind, pager);
            made.readers()
                    .put(
                            kind,
                            new SliceReader(
                                    pager,
                                    (page, request) -> new Page(made, kind),
                                    new RecordEncoder(),
                                    context.clock()));
        });
        return made;
    }

    private void bindCalls(Description description, RequestDecorator decorator) {
        var places = String.join(" and ", settings.credentialPlaces());
        var authentication = description.authentication();
        var holder = new AtomicReference<AccessToken>();
        var redaction = new Redaction(() -> Stream.concat(
                decorator.secrets().stream(),
                Stream.ofNullable(holder.get()).flatMap(token -> token.recent().stream())));
        var responses = context.responses(redaction);
        if (authentication.usesTokens()) {
            context.bindClient(
                    "TokenClient",
                    (request, entity, http) ->
                            request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + decorator.basic()));
            var endpoint = new TokenEndpoint(
                    context,
                    description.title(),
                    context.camel()
                            .resolvePropertyPlaceholders(
                                    "{{%s}}".formatted(DescribedSettings.key(source, "token-url"))),
                    Optional.ofNullable(authentication.scope()),
                    source + "TokenClient",
                    places,
                    responses);
            holder.set(new AccessToken(description.title(), endpoint, context.clock()));
        }
        var token = Optional.ofNullable(holder.get());
        context.bind(
                "Token", token.orElseGet(() -> new AccessToken(description.title(), () -> NO_TOKEN, context.clock())));
        context.bindClient("Client", (request, entity, http) -> {
            version().decorator().process(request, entity, http);
            token.ifPresent(shared -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + shared.value()));
        });
        context.bind(
                "ResponseReader",
                new DescribedResponseReader(
                        description.title(),
                        () -> version().description().responses(),
                        places,
                        token,
                        context.retryAfterPolicy(),
                        context.rateLimiter(),
                        responses));
    }

    /** Converts the entities of a page, and passes on the IDs in them that entities of this or other sources are read by. */
    private final class Page implements EntityNormalizer {

        private final Version made;
        private final Entity kind;
        private final Map<String, Set<String>> ids = new HashMap<>();

        Page(Version made, Entity kind) {
            this.made = made;
            this.kind = kind;
        }

        @Override
        public Record normalize(JsonFields entity) {
            var record = made.mappers().get(kind).map(entity);
            collect(record);
            addReadById(kind, Stream.of(made.mappers().get(kind).idOfApi(entity.node())));
            made.entities().get(kind).contains().forEach((contained, at) -> {
                var other = Entity.of(contained);
                addReadById(other, made.mappers().get(other).idsOfApi(entity, at));
            });
            return record;
        }

        private void addReadById(Entity other, Stream<String> idsOfApi) {
            if (isReadById(other)) {
                idsOfApi.forEach(id -> add(DescribedPlan.registryKey(source, other.label()), id));
            }
        }

        private void collect(MappedRecord record) {
            Stream.concat(
                            Stream.of(record.fields()),
                            Stream.of(record.fields().path("performers")).flatMap(DescribedConnection::items))
                    .map(part -> part.path(PerformerRegistry.MUSICBRAINZ).asText(""))
                    .filter(id -> !id.isEmpty() && !id.equals("null"))
                    .forEach(id -> add(PerformerRegistry.MUSICBRAINZ, id));
        }

        private void add(String key, String id) {
            ids.computeIfAbsent(key, name -> new LinkedHashSet<>()).add(id);
        }

        @Override
        public List<Embedded> embedded(JsonFields entity, Record record) {
            return made.entities().get(kind).contains().entrySet().stream()
                    .flatMap(contained ->
                            made.mappers().get(Entity.of(contained.getKey())).embedded(entity, contained.getValue()))
                    .toList();
        }

        @Override
        public void end() {
            ids.forEach(registry::addIds);
        }
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private boolean isReadById(Entity kind) {
        return version().entities().values().stream()
                .flatMap(entity -> entity.slices("ids").stream())
                .anyMatch(slices -> kind.label().equals(slices.idsOf()));
    }

    @Override
    public SlicePlan plan() {
        return plan;
    }

    @Override
    public Map<String, SliceReader> readers() {
        return version().readers().entrySet().stream()
                .collect(Collectors.toMap(entry -> DescribedPlan.reader(source, entry.getKey()), Map.Entry::getValue));
    }

    @Override
    public Map<Entity, SliceReader> normalizers() {
        return version().readers();
    }

    @Override
    public Set<Entity> entities() {
        var all = new TreeSet<>(version().readers().keySet());
        version()
                .entities()
                .values()
                .forEach(entity -> entity.contains().keySet().forEach(kind -> all.add(Entity.of(kind))));
        return all;
    }

    /** An ID, words to search for, or parameters of the API. */
    @Override
    public Slice preview(Entity kind, String query) {
        var entity = version().entities().get(kind);
        if (entity == null || !entity.requested()) {
            throw new IllegalArgumentException("%s has no %s. Use %s."
                    .formatted(
                            source,
                            kind,
                            version().readers().keySet().stream()
                                    .map(Entity::label)
                                    .collect(Collectors.joining(" or "))));
        }
        Map<String, String> parameters = new HashMap<>();
        entity.parameters().forEach((name, text) -> parameters.put(name, settings.resolve(text)));
        parameters.values().removeIf(String::isBlank);
        if (query.isBlank()) {
            entity.slices("dates").ifPresent(dates -> parameters.putAll(DateSlicer.next(dates, context.clock())));
        }
        List<String> ids = List.of();
        if (entity.slices("ids").isPresent()) {
            ids = List.of(query);
        } else if (query.contains("=")) {
            for (var parameter : query.split("&")) {
                var parts = parameter.split("=", 2);
                if (parts.length < 2 || parts[0].isBlank()) {
                    throw new IllegalArgumentException(
                            "'%s' is not a parameter. Use name=value&name=value.".formatted(parameter));
                }
                parameters.put(parts[0].strip(), parts[1].strip());
            }
        } else if (!query.isBlank() && entity.search() != null) {
            parameters.put(entity.search(), query);
        } else if (!query.isBlank()) {
            throw new IllegalArgumentException(
                    "%s cannot search for %s. Use name=value&name=value.".formatted(source, kind));
        }
        return Slice.of(
                new Query(source, kind, "preview"), DescribedPlan.reader(source, kind), "preview", parameters, ids);
    }

    @Override
    public Slice probe() {
        var kind = version().readers().keySet().iterator().next();
        return preview(kind, example(kind));
    }

    private String example(Entity kind) {
        var example = version().entities().get(kind).example();
        return example == null ? "" : example;
    }
}
