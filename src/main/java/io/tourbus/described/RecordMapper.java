package io.tourbus.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tourbus.described.Description.EntityDescription;
import io.tourbus.model.Entity;
import io.tourbus.model.MappedRecord;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.slice.SliceReader.Embedded;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Converts entities of one kind to records, as their description says. */
final class RecordMapper {

    /** The fields of a concert that its venue has as well: names in the venue by names in the concert. */
    private static final Map<String, String> OF_VENUE = Map.of(
            "venue_name", "name",
            "venue_city", "city",
            "venue_state", "state",
            "venue_country", "country",
            "venue_latitude", "latitude",
            "venue_longitude", "longitude",
            "time_zone", "time_zone");

    /** The length of a date without a time. */
    private static final int DAY = 10;

    private final Entity kind;
    private final EntityDescription description;
    private final RecordFields fields;
    private final String idPrefix;
    private final ValueMapping id;
    private final ValueMapping idOfApi;
    private final Map<String, ValueMapping> values;
    private final Function<Entity, RecordMapper> mappers;

    /**
     * @param source the name of the source
     * @param mappers of the kinds that this one contains
     */
    RecordMapper(
            String source,
            Entity kind,
            EntityDescription description,
            RecordFields fields,
            Function<Entity, RecordMapper> mappers) {
        this.kind = kind;
        this.fields = fields;
        this.description = description;
        this.mappers = mappers;
        this.idPrefix = source + "_";
        this.id = ValueMapping.text(description.id());
        this.idOfApi = ValueMapping.text(withoutPrefix(description.id()));
        this.values = ValueMapping.all(description.map(), fields.all(), idPrefix);
    }

    private static JsonNode withoutPrefix(JsonNode value) {
        return value instanceof ObjectNode object ? object.deepCopy().without("prefix") : value;
    }

    /** The ID of an entity in its source; empty if it has none. */
    private Optional<String> id(JsonNode entity) {
        return Optional.ofNullable(id.apply(entity, repair -> {}).textValue());
    }

    /** The ID by which the API knows an entity that is not rejected. */
    String idOfApi(JsonNode entity) {
        return idOfApi.apply(entity, repair -> {}).textValue();
    }

    /** @throws RejectedException if the description rejects the entity */
    MappedRecord map(JsonFields entity) {
        reason(entity.node()).ifPresent(reason -> {
            throw new RejectedException(reason);
        });
        var key = key(entity.node()).textValue();
        var record = JsonNodeFactory.instance.objectNode();
        record.put(fields.key(), key);
        fields.all().forEach((name, schema) -> {
            var value = value(name, entity);
            record.set(name, value.isNull() ? schema.get("default") : value);
        });
        if (kind == Entity.EVENTS) {
            derive(record, entity);
        }
        return new MappedRecord(kind, key, record);
    }

    /** Why an entity is rejected; empty if it is not. */
    private Optional<String> reason(JsonNode entity) {
        if (id(entity).isEmpty()) {
            return Optional.of("no id");
        }
        var missing = description.require().stream()
                .filter(field -> isBlank(entity.at(field)))
                .map(field -> "no " + field);
        var rejected = description.reject().entrySet().stream()
                .filter(rule ->
                        rule.getValue().contains(entity.at(rule.getKey()).asText()))
                .map(rule -> "%s is %s"
                        .formatted(rule.getKey(), entity.at(rule.getKey()).asText()));
        return Stream.concat(missing, rejected).findFirst();
    }

    private static boolean isBlank(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isBlank();
    }

    private JsonNode value(String field, JsonFields entity) {
        var mapping = values.get(field);
        return mapping == null ? NullNode.instance : mapping.apply(entity.node(), entity.repairs());
    }

    /** Sets fields of a concert that follow from others or from what it contains, unless the description maps them. */
    private void derive(ObjectNode concert, JsonFields entity) {
        var date = concert.path("event_date").textValue();
        if (date != null) {
            var precision = date.endsWith("Z") ? "second" : date.contains("T") ? "local" : "day";
            set(concert, "event_date_precision", TextNode.valueOf(precision));
            if (!precision.equals("second")) {
                set(concert, "local_date", TextNode.valueOf(date.substring(0, DAY)));
            }
            if (precision.equals("local")) {
                set(concert, "local_time", TextNode.valueOf(date.substring(DAY + 1)));
            }
        }
        contained(Entity.VENUES, entity).findFirst().ifPresent(venue -> {
            var mapper = mappers.apply(Entity.VENUES);
            set(concert, "venue_id", mapper.key(venue.node()));
            OF_VENUE.forEach((field, ofVenue) -> set(concert, field, mapper.value(ofVenue, venue)));
        });
        if (concert.hasNonNull("venue_id")) {
            set(concert, "venue_ids", concert.arrayNode().add(concert.get("venue_id")));
        }
        if (description.contains().containsKey(Entity.ARTISTS.label())) {
            var performers = concert.arrayNode();
            contained(Entity.ARTISTS, entity)
                    .forEach(artist ->
                            performers.add(mappers.apply(Entity.ARTISTS).performer(artist)));
            set(concert, "performers", performers);
        }
        StreamSupport.stream(concert.path("performers").spliterator(), false)
                .map(performer -> performer.path("artist_id"))
                .filter(JsonNode::isTextual)
                .findFirst()
                .ifPresent(artist -> set(concert, "artist_id", artist));
    }

    private void set(ObjectNode concert, String field, JsonNode value) {
        if (!values.containsKey(field)) {
            concert.set(field, value);
        }
    }

    /** The ID of the record; {@code null} in JSON if the entity has none. */
    private JsonNode key(JsonNode entity) {
        return id(entity)
                .<JsonNode>map(own -> TextNode.valueOf(ValueMapping.recordId(idPrefix, own)))
                .orElse(NullNode.instance);
    }

    /** An artist as a performer of a concert. */
    private ObjectNode performer(JsonFields artist) {
        var performer = JsonNodeFactory.instance.objectNode();
        RecordFields.ofObject(
                        RecordFields.of(Entity.EVENTS).all().get("performers").path("items"))
                .keySet()
                .forEach(field -> performer.set(field, value(field, artist)));
        return performer.set(fields.key(), key(artist.node()));
    }

    /** The entities of a kind in another one. */
    private Stream<JsonFields> contained(Entity other, JsonFields container) {
        var at = description.contains().get(other.label());
        return at == null ? Stream.empty() : objects(container.node().at(at)).map(JsonFields::of);
    }

    private static Stream<JsonNode> objects(JsonNode found) {
        var all = found.isArray() ? StreamSupport.stream(found.spliterator(), false) : Stream.of(found);
        return all.filter(JsonNode::isObject);
    }

    /** The IDs by which the API knows the entities at a pointer of another one that become records. */
    Stream<String> idsOfApi(JsonFields container, JsonPointer at) {
        return accepted(container, at).map(this::idOfApi);
    }

    private Stream<JsonNode> accepted(JsonFields container, JsonPointer at) {
        return objects(container.node().at(at)).filter(entity -> reason(entity).isEmpty());
    }

    /** The entities at a pointer of another one that become records. */
    Stream<Embedded> embedded(JsonFields container, JsonPointer at) {
        return accepted(container, at)
                .map(entity -> new Embedded(
                        kind, key(entity).textValue(), () -> map(new JsonFields(entity, container.repairs()))));
    }
}
