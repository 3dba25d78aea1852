package io.tourbus.metrics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.settings.Settings;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formats the result of a run in CloudWatch's Embedded Metric Format: a log line of JSON from which CloudWatch creates metrics.
 * The only dimension is the job, because AWS charges for each value of a dimension as a separate metric.
 */
public final class EmbeddedMetrics {

    static final String NAMESPACE = "Tourbus";
    static final String DIMENSION = "Job";

    /** AWS Lambda or Amazon ECS sets at least one of these. */
    private static final Set<String> AWS_VARIABLES =
            Set.of("AWS_LAMBDA_FUNCTION_NAME", "ECS_CONTAINER_METADATA_URI", "ECS_CONTAINER_METADATA_URI_V4");

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Metric(
            String name, String unit, @JsonIgnore Number value) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record MetricDirective(String namespace, List<List<String>> dimensions, List<Metric> metrics) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final boolean wanted;

    private EmbeddedMetrics(boolean wanted) {
        this.wanted = wanted;
    }

    /** @param variables names of the environment variables; on AWS, {@code auto} enables the metrics */
    public static EmbeddedMetrics read(Settings settings, Set<String> variables) {
        return new EmbeddedMetrics(
                settings.flag("tourbus.metrics.emf", AWS_VARIABLES.stream().anyMatch(variables::contains)));
    }

    /** Whether to log a line for each run. */
    public boolean wanted() {
        return wanted;
    }

    /** One line of JSON, with the end of the run as timestamp. */
    public String format(RunReport report) {
        var metrics = metrics(report);
        var end = Instant.parse(report.startedAt()).plusMillis(report.durationMillis());
        Map<String, Object> line = line(end, report.job(), metrics);
        line.put("RunId", report.runId());
        line.put("Status", report.status().label());
        return mapper.valueToTree(line).toString();
    }

    /** One line of JSON for the rules of the warehouse. */
    public String format(QualityReport report, Instant now) {
        var line = line(
                now,
                "warehouse",
                List.of(
                        count("RuleErrors", report.failed(Severity.ERROR).size()),
                        count("RuleWarnings", report.failed(Severity.WARNING).size())));
        line.put("Rules", report.failed().stream().map(RuleResult::rule).toList());
        return mapper.valueToTree(line).toString();
    }

    private static Map<String, Object> line(Instant time, String job, List<Metric> metrics) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", directive(time, metrics));
        line.put(DIMENSION, job);
        metrics.forEach(metric -> line.put(metric.name(), metric.value()));
        return line;
    }

    private static Map<String, Object> directive(Instant end, List<Metric> metrics) {
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Timestamp", end.toEpochMilli());
        directive.put(
                "CloudWatchMetrics", List.of(new MetricDirective(NAMESPACE, List.of(List.of(DIMENSION)), metrics)));
        return directive;
    }

    /** There is no success rate without uploads: 100 percent would hide a run that delivered nothing. */
    private static List<Metric> metrics(RunReport report) {
        var uploads = report.sum("lake_objects");
        var attempts = uploads + report.sum("lake_failures");
        List<Metric> metrics = new ArrayList<>(List.of(
                count("RecordsIngested", report.sum("lake_records")),
                count("ApiErrors", report.sum("requests") - report.sum("answers")),
                new Metric("ProcessingTime", "Milliseconds", report.durationMillis()),
                count("DeadLetters", report.sum("dead_letters") + report.sum("rejected")),
                count("RunFailed", report.status() == Status.FAILED ? 1 : 0)));
        if (attempts > 0) {
            metrics.add(new Metric("S3UploadSuccessRate", "Percent", 100.0 * uploads / attempts));
        }
        return metrics;
    }

    private static Metric count(String name, long value) {
        return new Metric(name, "Count", value);
    }
}
