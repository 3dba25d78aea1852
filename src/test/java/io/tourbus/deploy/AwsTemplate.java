package io.tourbus.deploy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A CloudFormation template with its short forms, such as {@code !If}. */
record AwsTemplate(MappingNode root) {

    static AwsTemplate read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new AwsTemplate((MappingNode) new Yaml(new LoaderOptions()).compose(reader));
        }
    }

    static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("deploy/aws"))) {
            return files.sorted().toList();
        }
    }

    Map<String, Node> section(String name) {
        var section = fields(root).get(name);
        return section == null ? Map.of() : fields(section);
    }

    /** Returns the resources of a type by name. */
    Map<String, Node> resources(String type) {
        Map<String, Node> found = new TreeMap<>(section("Resources"));
        found.values().removeIf(resource -> !text(fields(resource).get("Type")).equals(type));
        return found;
    }

    static Map<String, Node> fields(Node node) {
        Map<String, Node> fields = new TreeMap<>();
        ((MappingNode) node).getValue().forEach(entry -> fields.put(text(entry.getKeyNode()), entry.getValueNode()));
        return fields;
    }

    /** Returns a node by names and positions. */
    static Node at(Node node, String... path) {
        var found = node;
        for (var step : path) {
            found = found instanceof SequenceNode list
                    ? list.getValue().get(Integer.parseInt(step))
                    : fields(found).get(step);
        }
        return found;
    }

    static String text(Node node) {
        return ((ScalarNode) node).getValue();
    }

    /** Returns the short form that a node is, such as {@code !Ref}; an empty text if it is none. */
    static String function(Node node) {
        var tag = node.getTag().getValue();
        return tag.startsWith("!") ? tag : "";
    }

    /** Returns the node, or what {@code !If} can choose. */
    static Stream<Node> choices(Node node) {
        return function(node).equals("!If")
                ? ((SequenceNode) node).getValue().stream().skip(1).flatMap(AwsTemplate::choices)
                : Stream.of(node);
    }

    static Stream<Node> all(Node node) {
        var parts = node instanceof MappingNode map
                ? map.getValue().stream().map(entry -> entry.getValueNode())
                : node instanceof SequenceNode list ? list.getValue().stream() : Stream.<Node>of();
        return Stream.concat(Stream.of(node), parts.flatMap(AwsTemplate::all));
    }
}
