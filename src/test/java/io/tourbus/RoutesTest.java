package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How routes are written here. */
class RoutesTest {

    private static final Set<String> INLINE_CODE = Set.of("groovy", "js", "joor", "java", "csimple", "mvel", "script");

    private static final int MOST_DEFINITIONS = 50;
    private static final String KEBAB_CASE = "[a-z]+(-[a-z]+)+";

    private static final Set<String> DEFINITIONS = Set.of("route", "routeTemplate", "templatedRoute");
    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "method", "header", "variable", "ref");

    /** Options of Camel that hold a language without an expression around it. */
    private static final Set<String> PREDICATES = Set.of("handled", "continued", "retryWhile");

    static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFolderHoldsRoutesAndOneReadme() throws IOException {
        try (var files = Files.list(Path.of("routes"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".camel.yaml")))
                    .containsExactly("README.md");
        }
    }

    @Test
    void thereAreAtMostFiftyDefinitions() throws IOException {
        assertThat(definitions()).hasSizeBetween(1, MOST_DEFINITIONS);
    }

    @Test
    void noRouteCallsItself() throws IOException {
        var calls = calls();

        assertThat(calls.get("execute-run")).contains("crawl-spotify", "crawl-ticketmaster", "record-run");
        assertThat(calls.get("rate-limit-spotify")).isEmpty();
        assertThat(calls.keySet()).noneMatch(route -> reached(calls, route).contains(route));
    }

    @Test
    void theReadmeNamesRoutesThatExist() throws IOException {
        var readme = Files.readString(Path.of("routes/README.md"));
        var known = new TreeSet<>(calls().keySet());
        var path = readme.substring(readme.indexOf("```"), readme.lastIndexOf("```"));
        var named = Pattern.compile(KEBAB_CASE + "(?![a-z.]*\\.camel)")
                .matcher(path)
                .results()
                .map(found -> found.group())
                .filter(name -> !name.equals("artist-refresh"))
                .toList();

        assertThat(named).hasSizeGreaterThan(10).isSubsetOf(known);
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

    private static List<JsonNode> definitions() throws IOException {
        List<JsonNode> definitions = new ArrayList<>();
        for (var file : files()) {
            entries(file).stream()
                    .filter(entry -> DEFINITIONS.contains(entry.fieldNames().next()))
                    .forEach(definitions::add);
        }
        return definitions;
    }

    /** By the ID of a route, the IDs of the routes that it can call. */
    private static Map<String, Set<String>> calls() throws IOException {
        Map<String, String> routes = new TreeMap<>();
        Map<String, String> templates = new TreeMap<>();
        for (var definition : definitions()) {
            var content = definition.elements().next();
            if (definition.has("routeTemplate")) {
                templates.put(content.path("id").asText(), content.path("route").toString());
            } else if (definition.has("route")) {
                routes.put(content.path("id").asText(), content.toString());
            }
        }
        for (var definition : definitions()) {
            if (definition.has("templatedRoute")) {
                var made = definition.path("templatedRoute");
                var text = templates.get(made.path("routeTemplateRef").asText());
                for (var parameter : made.path("parameters")) {
                    text = text.replace(
                            "{{%s}}".formatted(parameter.path("name").asText()),
                            parameter.path("value").asText());
                }
                routes.put(made.path("routeId").asText(), text);
            }
        }
        var mapper = new ObjectMapper();
        Map<String, Set<String>> calls = new TreeMap<>();
        for (var route : routes.entrySet()) {
            Set<String> called = new TreeSet<>();
            mapper.readTree(route.getValue()).findPath("from").findValues("steps").stream()
                    .flatMap(steps -> steps.findValues("uri").stream())
                    .map(JsonNode::asText)
                    .filter(uri -> uri.startsWith("direct:"))
                    .map(uri ->
                            Pattern.compile(uri.substring("direct:".length()).replaceAll("\\$\\{[^}]*}", ".+")))
                    .forEach(name -> routes.keySet().stream()
                            .filter(id -> name.matcher(id).matches())
                            .forEach(called::add));
            calls.put(route.getKey(), called);
        }
        return calls;
    }

    private static Set<String> reached(Map<String, Set<String>> calls, String route) {
        Set<String> reached = new TreeSet<>();
        var next = new ArrayDeque<>(calls.get(route));
        while (!next.isEmpty()) {
            var called = next.pop();
            if (reached.add(called)) {
                next.addAll(calls.getOrDefault(called, Set.of()));
            }
        }
        return reached;
    }

    private static List<JsonNode> entries(Path file) throws IOException {
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
