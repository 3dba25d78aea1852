package io.tourbus.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.described.Description.EntityDescription;
import io.tourbus.model.Entity;
import io.tourbus.model.MappedRecord;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.slice.SliceReader.Embedded;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Converts entities of one kind to records, as their description says. */
final class RecordMapper {

    private final Entity kind;
    private final EntityDescription description;
    private final String idPrefix;
    private final ValueMapping id;
    private final Map<String, ValueMapping> values;

    /** @param source the name of the source */
    RecordMapper(String source, Entity kind, EntityDescription description) {
        this.kind = kind;
        this.description = description;
        this.idPrefix = source + "_";
        this.id = ValueMapping.text(description.id());
        this.values = ValueMapping.all(description.map(), RecordFields.of(kind).all(), idPrefix);
    }

    /** The ID of an entity in the API; empty if it has none. */
    Optional<String> id(JsonNode entity) {
        return Optional.ofNullable(id.apply(entity, repair -> {}).textValue());
    }

    /** @throws RejectedException if the description rejects the entity */
    MappedRecord map(JsonFields entity) {
        reason(entity.node()).ifPresent(reason -> {
            throw new RejectedException(reason);
        });
        var key = idPrefix + id(entity.node()).orElseThrow();
        var fields = JsonNodeFactory.instance.objectNode();
        fields.put(RecordFields.of(kind).key(), key);
        RecordFields.of(kind).all().forEach((name, schema) -> {
            var mapping = values.get(name);
            var value = mapping == null ? null : mapping.apply(entity.node(), entity.repairs());
            fields.set(name, value == null || value.isNull() ? schema.get("default") : value);
        });
        if (kind == Entity.EVENTS) {
            derive(fields);
        }
        return new MappedRecord(kind, key, fields);
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

    /** Sets fields of a concert that follow from others, unless the description maps them. */
    private void derive(ObjectNode concert) {
        var date = concert.path("event_date").textValue();
        if (date != null && !values.containsKey("event_date_precision")) {
            concert.put("event_date_precision", date.endsWith("Z") ? "second" : date.contains("T") ? "local" : "day");
        }
        if (!values.containsKey("venue_ids") && concert.hasNonNull("venue_id")) {
            concert.set("venue_ids", concert.arrayNode().add(concert.get("venue_id")));
        }
        if (!values.containsKey("artist_id")) {
            StreamSupport.stream(concert.path("performers").spliterator(), false)
                    .map(performer -> performer.path("artist_id"))
                    .filter(JsonNode::isTextual)
                    .findFirst()
                    .ifPresent(artist -> concert.set("artist_id", artist));
        }
    }

    /** The entities at a pointer of another one that become records. */
    Stream<Embedded> embedded(JsonFields container, JsonPointer at) {
        var found = container.node().at(at);
        var entities = found.isArray() ? StreamSupport.stream(found.spliterator(), false) : Stream.of(found);
        return entities.filter(entity -> entity.isObject() && reason(entity).isEmpty())
                .map(entity -> new Embedded(
                        kind,
                        idPrefix + id(entity).orElseThrow(),
                        () -> map(new JsonFields(entity, container.repairs()))));
    }
}
