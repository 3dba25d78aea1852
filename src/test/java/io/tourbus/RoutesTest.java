package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
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

    static List<Path> files() throws IOException {
        try (var files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsNamedAsCamelKnowsRoutes(Path file) {
        assertThat(file.getFileName().toString()).endsWith(".camel.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteHasAnIdInWordsAndADescription(Path file) throws IOException {
        for (var entry : entries(file)) {
            if (entry.has("route") || entry.has("routeTemplate")) {
                var route = entry.elements().next();
                assertThat(route.path("id").asText()).matches("[a-z]+(-[a-z]+)+");
                assertThat(route.path("description").asText())
                        .as(route.path("id").asText())
                        .endsWith(".");
            }
            if (entry.has("templatedRoute")) {
                assertThat(entry.at("/templatedRoute/routeId").asText()).matches("[a-z]+(-[a-z]+)+");
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
