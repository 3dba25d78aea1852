package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tourbus.run.RunReport;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.testing.Settled;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {

    /** A schema of "Specification: Embedded metric format" in the CloudWatch user guide. */
    private static final String SPECIFICATION = """
            {"type": "object", "required": ["_aws"], "properties": {"_aws": {
               "type": "object", "required": ["Timestamp", "CloudWatchMetrics"], "additionalProperties": false, "properties": {
                 "Timestamp": {"type": "integer"},
                 "CloudWatchMetrics": {"type": "array", "minItems": 1, "items": {
                   "type": "object", "required": ["Namespace", "Dimensions", "Metrics"], "additionalProperties": false, "properties": {
                     "Namespace": {"type": "string", "minLength": 1, "maxLength": 255},
                     "Dimensions": {"type": "array", "minItems": 1, "items": {
                       "type": "array", "maxItems": 9, "items": {"type": "string", "minLength": 1, "maxLength": 255}}},
                     "Metrics": {"type": "array", "maxItems": 100, "items": {
                       "type": "object", "required": ["Name"], "additionalProperties": false, "properties": {
                         "Name": {"type": "string", "minLength": 1, "maxLength": 255},
                         "Unit": {"enum": ["Seconds", "Microseconds", "Milliseconds", "Bytes", "Percent", "Count", "None"]}}}}}}}}}}}""";

    private static final String REPORT = """
            {"run_id": "20261123T020000Z-daily-1f0c", "job": "daily", "status": "%s", "started_at": "2026-11-23T02:00:00Z",
             "duration_ms": 90500, "sources": [
               {"source": "spotify", "entity": "artists", "counts": {"requests": 30, "answers": 28, "lake_records": 900,
                "rejected": 2, "lake_objects": %d, "lake_failures": %d}, "rejections": {}},
               {"source": "ticketmaster", "entity": "venues", "counts": {"requests": 10, "answers": 9, "lake_records": 100,
                "dead_letters": 5}, "rejections": {}}], "queries": [], "notes": ["spotify: failed: jazz: key=secret"]}""";

    private final EmbeddedMetrics metrics = EmbeddedMetrics.read(Settled.with(), Set.of());

    @Test
    void aLineCountsTheFailingRulesOfTheWarehouse() throws Exception {
        var failed = new RuleResult(
                "venues-name",
                "venues",
                "not-null",
                Severity.ERROR,
                false,
                400,
                6,
                1.5,
                0,
                "v1",
                "Venues have a name.");
        var line = metrics.format(new QualityReport(List.of(failed)), Instant.ofEpochMilli(5));

        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SPECIFICATION)
                        .validate(line, InputFormat.JSON))
                .isEmpty();
        assertThat(line)
                .contains("\"Job\":\"warehouse\",\"RuleErrors\":1,\"RuleWarnings\":0,\"Rules\":[\"venues-name\"]")
                .contains("\"Timestamp\":5");
    }

    @Test
    void aLineConformsToTheSpecification() throws Exception {
        var line = metrics.format(report("partial", 19, 1));

        assertThat(line).doesNotContain("\n", "secret");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SPECIFICATION)
                        .validate(line, InputFormat.JSON))
                .isEmpty();
        var json = read(line);
        var directive = json.at("/_aws/CloudWatchMetrics/0");
        assertThat(json.at("/_aws/Timestamp").asLong())
                .isEqualTo(Instant.parse("2026-11-23T02:01:30.5Z").toEpochMilli());
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Job\"]]");
        assertThat(json.path("Job").isTextual()).isTrue();
        assertThat(directive.path("Metrics").findValuesAsText("Name"))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(json.path(name).isNumber()).as(name).isTrue());
    }

    @Test
    void aLineHasTheResultsOfTheRun() throws Exception {
        var json = read(metrics.format(report("partial", 19, 1)));

        assertThat(json.path("Job").asText()).isEqualTo("daily");
        assertThat(json.path("RecordsIngested").asLong()).isEqualTo(1_000);
        assertThat(json.path("ApiErrors").asLong()).isEqualTo(3);
        assertThat(json.path("ProcessingTime").asLong()).isEqualTo(90_500);
        assertThat(json.path("S3UploadSuccessRate").asDouble()).isEqualTo(95);
        assertThat(json.path("DeadLetters").asLong()).isEqualTo(7);
        assertThat(json.path("RunFailed").asInt()).isZero();
        assertThat(unit(json, "ProcessingTime")).isEqualTo("Milliseconds");
        assertThat(unit(json, "S3UploadSuccessRate")).isEqualTo("Percent");
        assertThat(unit(json, "RecordsIngested")).isEqualTo("Count");
    }

    @Test
    void aRunWithoutUploadsHasNoSuccessRate() throws Exception {
        var json = read(metrics.format(report("failed", 0, 0)));

        assertThat(json.path("RunFailed").asInt()).isEqualTo(1);
        assertThat(json.has("S3UploadSuccessRate")).isFalse();
        assertThat(json.at("/_aws/CloudWatchMetrics/0/Metrics").findValuesAsText("Name"))
                .doesNotContain("S3UploadSuccessRate")
                .hasSize(5);
    }

    @Test
    void autoEnablesItOnAws() {
        assertThat(wanted("auto")).isFalse();
        assertThat(wanted("auto", "AWS_LAMBDA_FUNCTION_NAME")).isTrue();
        assertThat(wanted("auto", "ECS_CONTAINER_METADATA_URI_V4")).isTrue();
        assertThat(wanted("true")).isTrue();
        assertThat(wanted("false", "AWS_LAMBDA_FUNCTION_NAME")).isFalse();

        var settings = Settled.with("tourbus.metrics.emf", "yes");
        EmbeddedMetrics.read(settings, Set.of());
        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tourbus.metrics.emf is not valid: 'yes'");
    }

    private static boolean wanted(String setting, String... variables) {
        return EmbeddedMetrics.read(Settled.with("tourbus.metrics.emf", setting), Set.of(variables))
                .wanted();
    }

    private static RunReport report(String status, int landed, int failed) {
        return RunReport.read(REPORT.formatted(status, landed, failed));
    }

    private static JsonNode read(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }

    private static String unit(JsonNode json, String metric) {
        return StreamSupport.stream(json.at("/_aws/CloudWatchMetrics/0/Metrics").spliterator(), false)
                .filter(definition -> definition.path("Name").asText().equals(metric))
                .map(definition -> definition.path("Unit").asText())
                .findFirst()
                .orElseThrow();
    }
}
