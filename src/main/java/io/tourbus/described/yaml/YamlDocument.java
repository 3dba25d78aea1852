package io.tourbus.described.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML document as JSON.
 *
 * @param lines the line of each value by its path, a list of names joined by dots
 */
public record YamlDocument(JsonNode root, Map<String, Integer> lines) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 50;

    /** Aliases can repeat values any number of times. */
    private static final int MAX_VALUES = 10_000;

    /** The text is not a YAML document. */
    public static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1;

        private final int line;

        SyntaxException(int line, String message) {
            super(message);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    public static YamlDocument parse(String text) throws SyntaxException {
        try {
            var node = new Compose(LoadSettings.builder().build()).composeString(text);
            if (node.isEmpty()) {
                throw new SyntaxException(1, "The file is empty.");
            }
            Map<String, Integer> lines = new HashMap<>();
            return new YamlDocument(convert(node.get(), "", 0, lines), lines);
        } catch (MarkedYamlEngineException e) {
            // The problem of a text without an end is at the end of the file.
            var mark = e.getProblem().contains("end of stream") ? e.getContextMark() : e.getProblemMark();
            var line = mark.map(at -> at.getLine() + 1).orElse(1);
            throw new SyntaxException(line, "The YAML is not valid: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw new SyntaxException(1, "The YAML is not valid: " + e.getMessage() + ".");
        }
    }

    /** The line of a value, or of the nearest value that contains it. */
    public int line(String path) {
        for (var at = path; ; at = parent(at)) {
            if (lines.containsKey(at)) {
                return lines.get(at);
            }
        }
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static JsonNode convert(Node node, String path, int depth, Map<String, Integer> lines)
            throws SyntaxException {
        if (depth > MAX_DEPTH) {
            throw new SyntaxException(lineOf(node), "The YAML is nested too deeply.");
        }
        lines.putIfAbsent(path, lineOf(node));
        if (lines.size() > MAX_VALUES) {
            throw new SyntaxException(lineOf(node), "The file has more than %,d values.".formatted(MAX_VALUES));
        }
        if (node instanceof MappingNode mapping) {
            var object = JSON.objectNode();
            for (var entry : mapping.getValue()) {
                var name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
                var child = child(path, name);
                if (object.has(name)) {
                    throw new SyntaxException(
                            lineOf(entry.getKeyNode()), "%s is there twice. Remove one.".formatted(child));
                }
                lines.put(child, lineOf(entry.getKeyNode()));
                object.set(name, convert(entry.getValueNode(), child, depth + 1, lines));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            var list = JSON.arrayNode();
            for (var item : sequence.getValue()) {
                list.add(convert(item, child(path, String.valueOf(list.size())), depth + 1, lines));
            }
            return list;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode node) {
        var text = node.getValue();
        if (node.getTag().equals(Tag.INT) && text.matches("-?\\d{1,9}")) {
            return JSON.numberNode(Integer.parseInt(text));
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return node.getTag().equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(text);
    }
}
