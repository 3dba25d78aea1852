package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Prometheus rules and the Grafana dashboard use only metrics of Tourbus. */
class DashboardsTest {

    private static final Pattern NAME = Pattern.compile("tourbus_[a-z_]+");
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*\\$labels\\.([a-z_]+)");

    @Test
    void alertRulesUseExistingMetricsAndHaveADescription() throws IOException {
        var rules = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("deploy/prometheus/alerts.yaml").toFile())
                .at("/groups/0/rules");

        assertThat(rules).hasSizeGreaterThan(6).allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).startsWith("Tourbus");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).isIn("info", "warning", "critical");
            assertThat(labels(rule)).isSubsetOf("instance", "job_name", "source", "entity", "sink", "stage");
        });
        assertThat(names(rules.findValuesAsText("expr"))).isNotEmpty().isSubsetOf(Exported.all());
    }

    @Test
    void panelsUseExistingMetrics() throws IOException {
        var dashboard = new ObjectMapper()
                .readTree(Path.of("deploy/grafana/tourbus.json").toFile());

        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        assertThat(names(dashboard.findValuesAsText("expr"))).isNotEmpty().isSubsetOf(Exported.all());
    }

    private static Stream<String> texts(JsonNode rule) {
        return Stream.of(
                rule.at("/annotations/summary").asText(),
                rule.at("/annotations/description").asText());
    }

    private static List<String> labels(JsonNode rule) {
        return texts(rule)
                .flatMap(text -> LABEL.matcher(text).results())
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> names(List<String> expressions) {
        return expressions.stream()
                .flatMap(expression -> NAME.matcher(expression).results())
                .map(MatchResult::group)
                .toList();
    }
}
