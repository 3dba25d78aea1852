package io.tourbus.model;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Validates records with the JSON schemas in the jar. */
public final class Schemas {

    private final Map<Entity, Schema> schemas = new TreeMap<>();

    public Schemas() {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Map.of(Entity.ARTISTS, "artist", Entity.TRACKS, "track", Entity.VENUES, "venue", Entity.EVENTS, "concert")
                .forEach((entity, name) -> schemas.put(
                        entity, registry.getSchema(Record.class.getResourceAsStream(name + ".schema.json"))));
    }

    /** Returns the validation errors of a line; empty if it is valid. */
    public List<String> problems(Entity entity, byte[] line) {
        return schemas.get(entity).validate(new String(line, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
