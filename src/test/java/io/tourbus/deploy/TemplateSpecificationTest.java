package io.tourbus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The templates for AWS use only types, properties and attributes of the CloudFormation resource specification.
 * {@code src/test/node/cloudformation.js} makes {@code cloudformation.json} of it.
 */
class TemplateSpecificationTest {

    private static final JsonNode SPECIFICATION = specification();
    private static final Pattern NAME = Pattern.compile("\\$\\{(?!!)([\\w:]+)(?:\\.([\\w.]+))?}");
    private static final Set<String> PSEUDO_PARAMETERS =
            Set.of("AWS::AccountId", "AWS::NoValue", "AWS::Partition", "AWS::Region", "AWS::StackName");

    private static JsonNode specification() {
        try (var in = TemplateSpecificationTest.class.getResourceAsStream("cloudformation.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> files() throws IOException {
        return AwsTemplate.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void propertiesAreThoseOfTheSpecification(Path file) throws IOException {
        assertThat(problems(AwsTemplate.read(file))).isEmpty();
    }

    @Test
    void mistakesAreFound() throws IOException {
        var text = Files.readString(Path.of("deploy/aws/warehouse.yaml"));
        var edited = text.replace("NumberOfWorkers:", "NumberOfWorker:")
                .replace("RowFilter: {FilterExpression:", "RowFilter: {Filter:")
                .replace("AWS::Athena::WorkGroup", "AWS::Athena::Workgroup")
                .replace("Timeout: 900", "Timeout: soon")
                .replace("      Handler:", "      Main:")
                .replace("!GetAtt Logs.Arn", "!GetAtt Logs.Name")
                .replace("!Ref GlueVersion", "!Ref Version")
                .replace("Condition: Lambda", "Condition: Lamda");

        var problems = problems(
                new AwsTemplate((MappingNode) new Yaml(new LoaderOptions()).compose(new StringReader(edited))));

        assertThat(problems)
                .contains(
                        "SparkJob.NumberOfWorker: unknown",
                        "ConcertsOfOneCountry.RowFilter.Filter: unknown",
                        "QueryGroup: unknown type AWS::Athena::Workgroup",
                        "WarehouseFunction.Timeout: no integer: soon",
                        "WarehouseFunction.Main: unknown",
                        "Logs.Name: unknown attribute",
                        "Version: unknown name",
                        "Lamda: unknown condition");
    }

    private static Set<String> problems(AwsTemplate template) {
        Set<String> problems = new TreeSet<>();
        template.section("Resources").forEach((name, resource) -> {
            var fields = AwsTemplate.fields(resource);
            var type = AwsTemplate.text(fields.get("Type"));
            if (!SPECIFICATION.has(type)) {
                problems.add("%s: unknown type %s".formatted(name, type));
            } else if (fields.containsKey("Properties")) {
                check(name, SPECIFICATION.path(type).path("properties"), fields.get("Properties"), problems);
            }
        });
        names(template, problems);
        return problems;
    }

    private static void check(String path, JsonNode type, Node value, Set<String> problems) {
        AwsTemplate.choices(value)
                .filter(node -> AwsTemplate.function(node).isEmpty())
                .forEach(node -> {
                    if (type.isTextual()) {
                        checkScalar(path, type.asText(), node, problems);
                    } else if (type.isArray() && node instanceof SequenceNode list) {
                        list.getValue().forEach(item -> check(path, type.path(0), item, problems));
                    } else if (type.isObject() && node instanceof MappingNode) {
                        checkFields(path, type, node, problems);
                    } else {
                        problems.add(path + ": no " + (type.isArray() ? "list" : "object"));
                    }
                });
    }

    private static void checkScalar(String path, String type, Node node, Set<String> problems) {
        if (type.equals("json")) {
            return;
        }
        var text = node instanceof ScalarNode scalar ? scalar.getValue() : "an object or list";
        var valid =
                switch (type) {
                    case "integer", "number" -> text.matches("-?\\d+(\\.\\d+)?");
                    case "boolean" -> text.matches("true|false");
                    default -> node instanceof ScalarNode;
                };
        if (!valid) {
            problems.add("%s: no %s: %s".formatted(path, type, text));
        }
    }

    private static void checkFields(String path, JsonNode type, Node node, Set<String> problems) {
        var fields = AwsTemplate.fields(node);
        fields.forEach((name, value) -> {
            var known = type.has("*") ? type.get("*") : type.has(name) ? type.get(name) : type.path("+" + name);
            if (known.isMissingNode()) {
                problems.add("%s.%s: unknown".formatted(path, name));
            } else {
                check(path + "." + name, known, value, problems);
            }
        });
        type.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("+") && !fields.containsKey(name.substring(1))) {
                problems.add("%s.%s: missing".formatted(path, name.substring(1)));
            }
        });
    }

    /** Checks what {@code !Ref}, {@code !GetAtt}, {@code !Sub}, {@code !If} and {@code Condition} name. */
    private static void names(AwsTemplate template, Set<String> problems) {
        var resources = template.section("Resources");
        AwsTemplate.all(template.root()).forEach(node -> {
            switch (AwsTemplate.function(node)) {
                case "!Ref" -> name(template, AwsTemplate.text(node), "", problems);
                case "!GetAtt" -> {
                    var parts = AwsTemplate.text(node).split("\\.", 2);
                    name(template, parts[0], parts[1], problems);
                }
                case "!Sub" ->
                    NAME.matcher(AwsTemplate.text(node))
                            .results()
                            .forEach(match -> name(
                                    template, match.group(1), match.group(2) == null ? "" : match.group(2), problems));
                case "!If" -> condition(template, AwsTemplate.text(AwsTemplate.at(node, "0")), problems);
                default -> {}
            }
        });
        for (var section : List.of("Resources", "Outputs")) {
            template.section(section).values().forEach(entry -> {
                var condition = AwsTemplate.fields(entry).get("Condition");
                if (condition != null) {
                    condition(template, AwsTemplate.text(condition), problems);
                }
            });
        }
        assertThat(resources).isNotEmpty();
    }

    private static void condition(AwsTemplate template, String name, Set<String> problems) {
        if (!template.section("Conditions").containsKey(name)) {
            problems.add(name + ": unknown condition");
        }
    }

    private static void name(AwsTemplate template, String name, String attribute, Set<String> problems) {
        var resource = template.section("Resources").get(name);
        if (resource == null) {
            if (!PSEUDO_PARAMETERS.contains(name)
                    && !template.section("Parameters").containsKey(name)) {
                problems.add(name + ": unknown name");
            }
        } else if (!attribute.isEmpty()) {
            var type = SPECIFICATION.path(
                    AwsTemplate.text(AwsTemplate.fields(resource).get("Type")));
            List<String> known = new ArrayList<>();
            type.path("attributes").forEach(read -> known.add(read.asText()));
            type.path("properties").fieldNames().forEachRemaining(property -> known.add(property.replace("+", "")));
            if (!known.contains(attribute)) {
                problems.add("%s.%s: unknown attribute".formatted(name, attribute));
            }
        }
    }
}
