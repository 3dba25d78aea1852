package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.Modules;
import io.tourbus.sink.Sink;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many routes there are, and which of them call each other. */
class RouteCallsTest {

    private static final int MOST_DEFINITIONS = 50;
    private static final Set<String> DEFINITIONS = Set.of("route", "routeTemplate", "templatedRoute");

    /** What {@code ${body}} stands for in a route that goes through the sinks. */
    private static final String SINKS =
            Modules.STANDARD.sinks().stream().map(Sink::name).collect(Collectors.joining("|", "(", ")"));

    /** Files that Tourbus reads only if a setting asks for it. */
    private static final Set<String> OPTIONAL =
            Set.of("redshift.camel.yaml", "slice-queue.camel.yaml", "optional-sinks.camel.yaml");

    @Test
    void thereAreAtMostFiftyDefinitionsWithoutOptionalFiles() throws IOException {
        var optional = 0;
        for (var file : RoutesTest.files()) {
            if (OPTIONAL.contains(file.getFileName().toString())) {
                optional += RoutesTest.entries(file).size();
            }
        }

        assertThat(optional).isGreaterThanOrEqualTo(OPTIONAL.size());
        assertThat(definitions().size() - optional).isBetween(1, MOST_DEFINITIONS);
    }

    @Test
    void noRouteCallsItself() throws IOException {
        var calls = calls();

        assertThat(calls.get("execute-run")).contains("crawl-spotify", "crawl-ticketmaster", "record-run");
        assertThat(calls.get("deliver-batch")).contains("put-lake", "put-stream");
        assertThat(calls.get("redeliver-entities")).containsExactly("redeliver-lake", "redeliver-stream");
        assertThat(calls.get("rate-limit-spotify")).isEmpty();
        assertThat(calls.keySet()).noneMatch(route -> reached(calls, route).contains(route));
    }

    @Test
    void theReadmeNamesRoutesThatExist() throws IOException {
        var readme = Files.readString(Path.of("routes/README.md"));
        var known = new TreeSet<>(calls().keySet());
        var path = readme.substring(readme.indexOf("```"), readme.lastIndexOf("```"));
        var named = Pattern.compile(RoutesTest.KEBAB_CASE + "(?![a-z.]*\\.camel)")
                .matcher(path)
                .results()
                .map(found -> found.group())
                .filter(name -> !name.equals("artist-refresh"))
                .toList();

        assertThat(named).hasSizeGreaterThan(10).isSubsetOf(known);
    }

    private static List<JsonNode> definitions() throws IOException {
        List<JsonNode> definitions = new ArrayList<>();
        for (var file : RoutesTest.files()) {
            RoutesTest.entries(file).stream()
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
            var sinks = route.getValue().matches(".*\"(ref|method)\":\"sinks\".*");
            mapper.readTree(route.getValue()).findPath("from").findValues("steps").stream()
                    .flatMap(steps -> steps.findValues("uri").stream())
                    .map(JsonNode::asText)
                    .filter(uri -> uri.startsWith("direct:"))
                    .map(uri -> sinks ? uri.replace("${body}", SINKS) : uri)
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
}
