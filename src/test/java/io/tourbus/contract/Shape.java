package io.tourbus.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The structure of JSON documents: the path and the types of each value, one line each. */
public final class Shape {

    private final Map<String, Set<String>> types = new TreeMap<>();
    private final Set<String> maps;

    /** @param maps the names of fields that hold a map, whose keys are data */
    public Shape(String... maps) {
        this.maps = Set.of(maps);
    }

    /** Merges another document into the structure. */
    public Shape add(JsonNode document) {
        add("$", document);
        return this;
    }

    private void add(String path, JsonNode node) {
        var type = node.isFloatingPointNumber()
                ? "decimal"
                : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        types.computeIfAbsent(path, key -> new TreeSet<>()).add(type);
        if (node.isArray()) {
            node.forEach(item -> add(path + "[]", item));
        }
        var isMap = maps.contains(path.substring(path.lastIndexOf('.') + 1));
        node.properties().forEach(field -> add(path + "." + (isMap ? "*" : field.getKey()), field.getValue()));
    }

    /** The lines of the structure, each after a prefix. */
    public List<String> lines(String prefix) {
        return types.entrySet().stream()
                .map(entry -> "%s %s: %s".formatted(prefix, entry.getKey(), String.join("|", entry.getValue())))
                .toList();
    }
}
