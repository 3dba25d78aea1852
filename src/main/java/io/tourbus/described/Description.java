package io.tourbus.described;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.described.yaml.YamlDocument;
import io.tourbus.model.Entity;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API, as {@code source.schema.json} explains.
 *
 * @param document the file
 */
record Description(
        @JsonIgnore YamlDocument document,
        String title,
        String baseUrl,
        Authentication authentication,
        Map<String, String> headers,
        int millisPerRequest,
        int requestsPerDay,
        int slicesAtOnce,
        Map<String, OwnSetting> settings,
        Responses responses,
        Pagination pagination,
        String search,
        Map<String, RecordType> recordTypes,
        ObjectNode entities) {

    /** The order in which kinds are read: what others refer to comes first. */
    private static final List<Entity> ORDER = List.of(Entity.VENUES, Entity.ARTISTS, Entity.EVENTS, Entity.TRACKS);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    Description {
        headers = orEmpty(headers);
        settings = orEmpty(settings);
        recordTypes = orEmpty(recordTypes);
        responses = responses == null ? new Responses(null, null, null, null, null) : responses;
    }

    /** @param document valid against the schema, with defaults */
    static Description of(YamlDocument document) {
        return MAPPER.convertValue(document.root(), Description.class).in(document);
    }

    private Description in(YamlDocument file) {
        return new Description(
                file,
                title,
                baseUrl,
                authentication,
                headers,
                millisPerRequest,
                requestsPerDay,
                slicesAtOnce,
                settings,
                responses,
                pagination,
                search,
                recordTypes,
                entities);
    }

    /** The fields of the records of a kind; empty if there is no such kind. */
    Optional<RecordFields> fields(Entity kind) {
        return kind.isStandard()
                ? Optional.of(RecordFields.of(kind))
                : Optional.ofNullable(recordTypes.get(kind.label()))
                        .map(type -> RecordFields.ofType(type.properties()));
    }

    /** The kinds that requests return. */
    Set<Entity> requested() {
        return byKind().entrySet().stream()
                .filter(entity -> entity.getValue().requested())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The entities by kind, in the order in which they are read. */
    Map<Entity, EntityDescription> byKind() {
        Map<Entity, EntityDescription> all = new LinkedHashMap<>();
        var own = entities.properties().stream()
                .map(entity -> Entity.of(entity.getKey()))
                .filter(kind -> !kind.isStandard());
        Stream.concat(ORDER.stream().filter(kind -> entities.has(kind.label())), own)
                .forEach(kind -> {
                    var entity = MAPPER.convertValue(entities.get(kind.label()), EntityDescription.class);
                    all.put(kind, entity.withDefaults(this));
                });
        return all;
    }

    /** @param in {@code query} or {@code header} */
    record Authentication(String kind, String in, String name, String tokenUrl, String scope) {

        boolean usesTokens() {
            return kind.equals("oauth2");
        }

        /** The names of the settings with credentials. */
        List<String> settings() {
            return switch (kind) {
                case "api-key" -> List.of("api-key");
                case "basic" -> List.of("user", "password");
                case "bearer" -> List.of("token");
                case "oauth2" -> List.of("client-id", "client-secret");
                default -> List.of();
            };
        }
    }

    /** @param defaultValue may be {@code null} */
    record OwnSetting(
            String description,
            String type,

            @JsonProperty("default") String defaultValue,

            boolean required) {}

    /** @param properties the schemas of the fields by name */
    record RecordType(String description, ObjectNode properties) {}

    /** Statuses of responses. */
    record Responses(
            Set<Integer> empty, Set<Integer> throttled, Set<Integer> retried, Set<Integer> closed, JsonPointer error) {

        Responses {
            empty = empty == null ? Set.of() : empty;
            throttled = throttled == null ? Set.of(429) : throttled;
            closed = closed == null ? Set.of(401, 403) : closed;
            error = error == null ? JsonPointer.empty() : error;
        }

        boolean isRetried(int status) {
            return retried == null ? status == 408 || status >= 500 : retried.contains(status);
        }
    }

    /** @param size 0 if it is not known */
    record Pagination(
            String kind,
            String parameter,
            int first,
            int size,
            String sizeParameter,
            JsonPointer total,
            boolean exact,
            Integer deepest,
            JsonPointer next,
            JsonPointer id,
            JsonPointer more) {

        static final Pagination NONE = new Pagination("none", null, 0, 0, null, null, false, null, null, null, null);

        Pagination {
            id = id == null ? JsonPointer.compile("/id") : id;
        }

        boolean paged() {
            return !kind.equals("none");
        }
    }

    /** One dimension of slices. */
    record Slices(
            String kind,
            String parameter,
            String setting,
            String from,
            String until,
            int days,
            String format,
            @JsonProperty("of") String idsOf) {}

    record EntityDescription(
            String path,
            Map<String, String> parameters,
            Pagination pagination,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<Slices> slices,

            String search,
            String example,
            JsonPointer items,
            JsonNode id,
            List<JsonPointer> require,
            Map<String, List<String>> reject,
            Map<String, JsonPointer> contains,
            ObjectNode map) {

        EntityDescription {
            parameters = orEmpty(parameters);
            slices = slices == null ? List.of() : slices;
            require = require == null ? List.of() : require;
            reject = orEmpty(reject);
            contains = orEmpty(contains);
        }

        private EntityDescription withDefaults(Description source) {
            var pages = Stream.of(pagination, source.pagination)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(Pagination.NONE);
            return new EntityDescription(
                    path,
                    parameters,
                    pages,
                    slices,
                    search == null ? source.search : search,
                    example,
                    items == null ? lastPart() : items,
                    id,
                    require,
                    reject,
                    contains,
                    map);
        }

        /** Many APIs call the results like the path; {@code null} if the path ends with an ID. */
        private JsonPointer lastPart() {
            return path == null || !path.matches(".*/[\\w-]+")
                    ? null
                    : JsonPointer.compile(path.substring(path.lastIndexOf('/')));
        }

        /** Whether requests return it. Otherwise, only other entities contain it. */
        boolean requested() {
            return path != null;
        }

        Optional<Slices> slices(String kind) {
            return slices.stream().filter(slice -> slice.kind().equals(kind)).findFirst();
        }
    }

    private static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
