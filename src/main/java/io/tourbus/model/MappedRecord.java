package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A record that is not made by Java code for one API, but by a description of the API.
 *
 * @param id the ID with the source as prefix, also a field
 * @param fields all fields of the kind, in the order of its schema; not modified
 */
public record MappedRecord(Entity entity, String id, ObjectNode fields) implements Record {

    /** The JSON of the record. */
    @Override
    @JsonValue
    public ObjectNode fields() {
        return fields;
    }

    @Override
    public Set<String> references() {
        Set<String> ids = new LinkedHashSet<>();
        if (entity == Entity.EVENTS) {
            var performers = StreamSupport.stream(fields.path("performers").spliterator(), false)
                    .map(performer -> performer.path("artist_id"));
            Stream.of(
                            Stream.of(fields.path("venue_id")),
                            StreamSupport.stream(fields.path("venue_ids").spliterator(), false),
                            performers)
                    .flatMap(all -> all)
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .forEach(ids::add);
        }
        return ids;
    }

    @Override
    public String startsAt() {
        return fields.path("event_date").textValue();
    }
}
