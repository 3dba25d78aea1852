package io.tourbus.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.described.Description.EntityDescription;
import io.tourbus.described.Description.Slices;
import io.tourbus.described.yaml.Problems;
import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Checks what the schema of descriptions cannot express: how the parts of a description fit together. */
final class DescriptionCheck {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final String ID = "id";

    /** The fields of a value that say where it comes from. */
    private static final List<String> ORIGINS = List.of("from", "first", "join", "each", "map");

    private final Description description;
    private final Map<Entity, EntityDescription> entities;
    private final Problems problems;

    DescriptionCheck(Description description, Problems problems) {
        this.description = description;
        this.entities = description.byKind();
        this.problems = problems;
    }

    void check() {
        description.settings().keySet().stream()
                .filter(DescribedSettings.RESERVED::contains)
                .forEach(name -> problems.add(
                        "settings." + name,
                        "settings.%s is a setting that each source has. Choose another name.".formatted(name)));
        description.headers().forEach((name, text) -> placeholders("headers." + name, text));
        recordTypes();
        entities.forEach(this::entity);
    }

    private void recordTypes() {
        description.recordTypes().forEach((name, type) -> {
            var path = "record-types." + name;
            if (Entity.of(name).isStandard() || name.equals(Entity.EVENTS.recordFolder())) {
                problems.add(path, "%s has the name of a kind of Tourbus. Choose another name.".formatted(path));
            } else if (!entities.containsKey(Entity.of(name))) {
                problems.add(path, "%s is not used. Add entities.%s, or remove it.".formatted(path, name));
            }
            type.properties().properties().forEach(field -> {
                var child = "%s.properties.%s".formatted(path, field.getKey());
                if (RecordFields.RESERVED.contains(field.getKey())) {
                    problems.add(child, "%s is a field that each record has. Choose another name.".formatted(child));
                }
                field(child, field.getValue());
            });
        });
    }

    private void field(String path, JsonNode schema) {
        if (schema.path("type").asText().equals("array") && !schema.has("items")) {
            problems.add(path, "%s.items is missing. Add the type of its items.".formatted(path));
        }
        try {
            Pattern.compile(schema.path("pattern").asText(""));
        } catch (PatternSyntaxException e) {
            problems.add(
                    path + ".pattern",
                    "%s.pattern is not a regular expression: '%s'. Correct it."
                            .formatted(path, schema.get("pattern").asText()));
        }
        if (schema.has("items")) {
            field(path + ".items", schema.get("items"));
        }
        schema.path("properties")
                .properties()
                .forEach(inner -> field("%s.properties.%s".formatted(path, inner.getKey()), inner.getValue()));
    }

    private void entity(Entity kind, EntityDescription entity) {
        var path = "entities." + kind.label();
        if (description.fields(kind).isEmpty()) {
            var known = Stream.concat(
                            Entity.standard().stream().map(Entity::label), description.recordTypes().keySet().stream())
                    .toList();
            problems.unknown(path, "kind of entity", path, known);
            return;
        }
        entity.parameters().forEach((name, text) -> placeholders(path + ".parameters." + name, text));
        if (entity.requested()) {
            slices(kind, path, entity);
            if (entity.items() == null) {
                problems.add(path, "%s.items is missing. Add where a page has its results.".formatted(path));
            }
        } else if (entities.values().stream()
                .noneMatch(other -> other.requested() && other.contains().containsKey(kind.label()))) {
            problems.add(
                    path,
                    "%s.path is missing. Add it, or name %s below contains of another entity.".formatted(path, kind));
        }
        value(path + ".id", entity.id(), null);
        entity.reject().keySet().stream()
                .filter(pointer -> !isPointer(pointer))
                .forEach(pointer -> problems.add(
                        path + ".reject",
                        "%s.reject has a name that is not valid: '%s'. Use a JSON Pointer such as /status."
                                .formatted(path, pointer)));
        entity.contains().keySet().stream()
                .filter(contained -> !entities.containsKey(Entity.of(contained)))
                .forEach(contained -> problems.add(
                        path + ".contains." + contained,
                        "%s.contains.%s needs a map. Add entities.%s.".formatted(path, contained, contained)));
        map(path + ".map", entity.map(), description.fields(kind).orElseThrow().all(), true);
    }

    private static boolean isPointer(String text) {
        try {
            JsonPointer.compile(text);
            return !text.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void placeholders(String path, String text) {
        PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            if (!description.settings().containsKey(name)) {
                problems.unknown(
                        path, "setting in " + path, name, description.settings().keySet());
            }
        });
    }

    private void slices(Entity kind, String path, EntityDescription entity) {
        var usesId = entity.path().contains("{id}");
        var byId = entity.slices("ids").isPresent();
        if (usesId && !byId) {
            problems.add(
                    path + ".path",
                    "%s.path contains {id}, but no IDs are given. Add slices of kind ids.".formatted(path));
        } else if (!usesId && byId) {
            problems.add(path + ".path", "%s.path does not contain {id}. Add it where the ID belongs.".formatted(path));
        }
        PLACEHOLDER
                .matcher(entity.path())
                .results()
                .map(found -> found.group(1))
                .forEach(name -> {
                    if (!name.equals(ID)) {
                        problems.unknown(path + ".path", "placeholder in " + path + ".path", name, List.of(ID));
                    }
                });
        if (byId && entity.example() == null) {
            problems.add(path, "%s.example is missing. Add an ID that always has a result.".formatted(path));
        }
        Set<String> kinds = new HashSet<>();
        for (var slices : entity.slices()) {
            if (!kinds.add(slices.kind())) {
                problems.add(path + ".slices", "%s.slices has %s twice. Remove one.".formatted(path, slices.kind()));
            }
            slices(kind, path + ".slices", slices);
        }
        if (kinds.containsAll(Set.of("dates", "ids"))) {
            problems.add(path + ".slices", "%s.slices has dates and ids. Use one of them.".formatted(path));
        }
        if (kinds.contains("dates") && kind.isStandard() && kind != Entity.EVENTS) {
            problems.add(path + ".slices", "%s.slices has dates, which only events have. Remove them.".formatted(path));
        }
    }

    private void slices(Entity kind, String path, Slices slices) {
        if (slices.setting() != null && !description.settings().containsKey(slices.setting())) {
            problems.unknown(
                    path,
                    "setting in " + path,
                    slices.setting(),
                    description.settings().keySet());
        }
        if (slices.kind().equals("ids") && slices.idsOf() == null && slices.setting() == null) {
            problems.add(path, "%s has no IDs. Add of, setting or both.".formatted(path));
        }
        var sources = new ArrayList<>(entities.keySet().stream()
                .filter(other -> other != kind)
                .map(Entity::label)
                .toList());
        sources.add(PerformerRegistry.MUSICBRAINZ);
        if (slices.idsOf() != null && !sources.contains(slices.idsOf())) {
            problems.invalid(path + ".of", slices.idsOf(), sources);
        }
    }

    private void map(String path, JsonNode map, Map<String, JsonNode> fields, boolean record) {
        map.properties().forEach(field -> {
            var child = path + "." + field.getKey();
            if (!fields.isEmpty() && !fields.containsKey(field.getKey())) {
                problems.unknown(child, "field of the record", child, fields.keySet());
            } else {
                value(child, field.getValue(), fields.get(field.getKey()));
            }
        });
        if (record) {
            fields.forEach((name, schema) -> {
                if (!RecordFields.nullable(schema) && !map.has(name)) {
                    problems.add(path, "%s.%s is missing: the record needs it.".formatted(path, name));
                }
            });
        }
    }

    /** @param schema of the field of the record; {@code null} for text */
    private void value(String path, JsonNode value, JsonNode schema) {
        if (value.isTextual()) {
            return;
        }
        var origins = ORIGINS.stream().filter(value::has).toList();
        var list = value.has("each");
        if (list ? value.has("value") == value.has("map") : origins.size() != 1) {
            problems.add(
                    path,
                    list
                            ? "%s needs value or map beside each. Use one of them.".formatted(path)
                            : "%s needs exactly one of %s.".formatted(path, String.join(", ", ORIGINS)));
            return;
        }
        if (list && Stream.of("from", "first", "join").anyMatch(value::has)) {
            problems.add(path, "%s has each and %s. Use one of them.".formatted(path, origins.get(0)));
            return;
        }
        companion(path, value, "value", "each");
        companion(path, value, "pattern", "date");
        if (value.has("pattern")) {
            pattern(path + ".pattern", value.get("pattern").textValue());
        }
        if (value.has("values") && schema != null) {
            var allowed = RecordFields.values(schema);
            value.get("values").properties().stream()
                    .filter(entry -> !allowed.isEmpty()
                            && !allowed.contains(entry.getValue().asText()))
                    .forEach(entry -> problems.invalid(
                            path + ".values." + entry.getKey(), entry.getValue().asText(), allowed));
        }
        for (var field : List.of("first", "join")) {
            for (var i = 0; i < value.path(field).size(); i++) {
                value("%s.%s.%d".formatted(path, field, i), value.get(field).get(i), schema);
            }
        }
        var item = schema == null ? null : list ? schema.path("items") : schema;
        if (value.has("value")) {
            value(path + ".value", value.get("value"), item);
        }
        if (value.has("map")) {
            map(path + ".map", value.get("map"), item == null ? Map.of() : RecordFields.ofObject(item), false);
        }
    }

    private void companion(String path, JsonNode value, String field, String needed) {
        if (value.has(field) && !value.has(needed)) {
            problems.add(path, "%s has %s without %s. Add %s, or remove it.".formatted(path, field, needed, needed));
        }
    }

    private void pattern(String path, String pattern) {
        try {
            DateFormat.of("utc", pattern);
        } catch (IllegalArgumentException e) {
            problems.add(
                    path,
                    "%s is not valid: '%s'. Use a pattern of yyyy, MM, dd, HH, mm and ss.".formatted(path, pattern));
        }
    }
}
