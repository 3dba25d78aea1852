package io.tourbus.described;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.described.Description.EntityDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds fields of entities that a description does not use. */
final class UnmappedFields {

    private static final int MAX_LENGTH = 60;

    private final Set<String> used;
    private final SortedMap<String, String> found = new TreeMap<>();

    private UnmappedFields(Set<String> used) {
        this.used = used;
    }

    static SortedMap<String, String> find(EntityDescription entity, Collection<byte[]> entities) {
        var pointers = Stream.of(
                        ValueMapping.pointers(entity.id(), JsonPointer.empty()).stream(),
                        entity.map().properties().stream()
                                .flatMap(
                                        field -> ValueMapping.pointers(field.getValue(), JsonPointer.empty()).stream()),
                        entity.require().stream(),
                        entity.contains().values().stream())
                .flatMap(all -> all)
                .map(JsonPointer::toString)
                // A single object counts as a list.
                .flatMap(pointer -> Stream.of(pointer, pointer.replace("/*", "")));
        var fields = new UnmappedFields(
                Stream.concat(pointers, entity.reject().keySet().stream()).collect(Collectors.toSet()));
        for (var json : entities) {
            try {
                fields.visit(new ObjectMapper().readTree(json), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return fields.found;
    }

    private void visit(JsonNode value, String path) {
        if (used.contains(path)) {
            return;
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(field ->
                            visit(field.getValue(), path + JsonPointer.empty().appendProperty(field.getKey())));
        } else if (value.isArray()) {
            value.forEach(item -> visit(item, path + "/*"));
        } else if (!value.isNull()) {
            var text = value.asText();
            found.putIfAbsent(path, text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH - 1) + "…" : text);
        }
    }
}
