package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tourbus.testing.Settled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How routes are written here. */
class RoutesTest {

    private static final Set<String> INLINE_CODE = Set.of("groovy", "js", "joor", "java", "csimple", "mvel", "script");

    static final String KEBAB_CASE = "[a-z]+(-[a-z]+)+";

    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "method", "header", "variable", "ref");

    /** Options of Camel that hold a language without an expression around it. */
    private static final Set<String> PREDICATES = Set.of("handled", "continued", "retryWhile");

    private static final Schema YAML_DSL = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"));

    static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFolderHoldsRoutesAndReadmes() throws IOException {
        try (var files = Files.list(Path.of("routes"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".camel.yaml")))
                    .containsExactlyInAnyOrder("hooks", "README.md");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsValidAgainstTheSchemaOfCamelsYamlDsl(Path file) throws IOException {
        var content =
                new ObjectMapper(new YAMLFactory()).readTree(file.toFile()).toString();

        // The schema wants a boolean there and allows no placeholder; Camel does.
        assertThat(YAML_DSL.validate(content, InputFormat.JSON))
                .extracting(Object::toString)
                .allMatch(error -> error.endsWith("autoStartup: string found, boolean expected"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void stepsAndExpressionsAreWrittenInTheirCanonicalForm(Path file) throws IOException {
        for (var entry : entries(file)) {
            assertThat(entry.size()).as("%s", entry).isEqualTo(1);
            assertCanonical(entry, "");
        }
    }

    private static void assertCanonical(JsonNode node, String name) {
        if (name.equals("steps")) {
            assertThat(node.isArray()).as("%s", node).isTrue();
            for (var step : node) {
                assertThat(step.isObject() && step.size() == 1).as("%s", step).isTrue();
                assertThat(step.elements().next().isObject()).as("%s", step).isTrue();
            }
        }
        if (name.equals("expression") && node.isObject()) {
            assertThat(node.size()).as("%s", node).isEqualTo(1);
            assertThat(LANGUAGES).contains(node.fieldNames().next());
        } else if (!PREDICATES.contains(name)) {
            assertThat(node.properties())
                    .as("languages stand under expression")
                    .noneMatch(field -> LANGUAGES.contains(field.getKey())
                            && field.getValue().isObject());
        }
        node.properties().forEach(field -> assertCanonical(field.getValue(), field.getKey()));
        if (node.isArray()) {
            node.forEach(child -> assertCanonical(child, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyIdIsInKebabCase(Path file) throws IOException {
        for (var entry : entries(file)) {
            for (var id : entry.findValues("id")) {
                assertThat(id.asText()).matches("[a-z]+(-[a-z0-9]+)*");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatCanBeConfiguredOrCalledHasADescription(Path file) throws IOException {
        for (var entry : entries(file)) {
            for (var parameters : entry.findValues("parameters")) {
                if (parameters.isArray() && entry.has("routeTemplate")) {
                    assertThat(parameters).allMatch(parameter -> parameter.hasNonNull("description"));
                }
            }
            for (var verb : List.of("get", "post")) {
                for (var operation : entry.path("rest").path(verb)) {
                    assertThat(operation.path("description").asText())
                            .as(operation.path("id").asText())
                            .endsWith(".");
                }
            }
            if (entry.has("routeConfiguration")) {
                assertThat(entry.at("/routeConfiguration/description").asText()).endsWith(".");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteHasAnIdInWordsAndADescription(Path file) throws IOException {
        for (var entry : entries(file)) {
            if (entry.has("route") || entry.has("routeTemplate")) {
                var route = entry.elements().next();
                assertThat(route.path("id").asText()).matches(KEBAB_CASE);
                assertThat(route.path("description").asText())
                        .as(route.path("id").asText())
                        .endsWith(".");
            }
            if (entry.has("templatedRoute")) {
                assertThat(entry.at("/templatedRoute/routeId").asText()).matches(KEBAB_CASE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noRouteHasMoreThanFifteenSteps(Path file) throws IOException {
        for (var entry : entries(file)) {
            var steps = new ArrayList<JsonNode>();
            entry.findValues("steps").forEach(list -> list.forEach(steps::add));
            assertThat(steps).as("%s", entry.findPath("id")).hasSizeLessThanOrEqualTo(15);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void urisAreShortAndTheirOptionsStandUnderParameters(Path file) throws IOException {
        for (var entry : entries(file)) {
            for (var uri : entry.findValues("uri")) {
                assertThat(uri.asText()).doesNotContain("?", "&");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void expressionsAreWrittenInFullAndNeverInCode(Path file) throws IOException {
        for (var entry : entries(file)) {
            assertThat(fields(entry, INLINE_CODE::contains)).isEmpty();
            for (var expression : entry.findValues("expression")) {
                expression
                        .elements()
                        .forEachRemaining(language -> assertThat(language.isObject())
                                .as("%s in %s", expression, file)
                                .isTrue());
            }
        }
    }

    @Test
    void everySettingThatARouteNamesIsInApplicationProperties() throws IOException {
        var known = Settled.shipped().stringPropertyNames();
        for (var file : files()) {
            var placeholders = Pattern.compile("\\{\\{(?:[a-z-]+:)?(tourbus\\.[a-z.-]+)(?:=[a-z0-9]+)?}}")
                    .matcher(Files.readString(file));
            while (placeholders.find()) {
                assertThat(known).as("%s", file).contains(placeholders.group(1));
            }
        }
    }

    static List<JsonNode> entries(Path file) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        new ObjectMapper(new YAMLFactory()).readTree(file.toFile()).forEach(entries::add);
        return entries;
    }

    private static Set<String> fields(JsonNode node, Predicate<String> wanted) {
        Set<String> found = new TreeSet<>();
        node.properties().forEach(field -> {
            if (wanted.test(field.getKey())) {
                found.add(field.getKey());
            }
        });
        node.forEach(child -> found.addAll(fields(child, wanted)));
        return found;
    }
}
