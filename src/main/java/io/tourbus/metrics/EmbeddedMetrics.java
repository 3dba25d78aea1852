package io.tourbus.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run did, in CloudWatch's Embedded Metric Format: a line of JSON in the log of which CloudWatch makes metrics by
 * itself. The only dimension is the job: each value of a dimension is a metric to be paid for.
 */
public final class EmbeddedMetrics {

    static final String NAMESPACE = "Tourbus";
    static final String DIMENSION = "Job";

    /** Which of them says that a process is in Lambda, or in a container of ECS. */
    private static final Set<String> OF_AWS =
            Set.of("AWS_LAMBDA_FUNCTION_NAME", "ECS_CONTAINER_METADATA_URI", "ECS_CONTAINER_METADATA_URI_V4");

    private record Metric(String name, String unit, Number value) {

        Map<String, String> definition() {
            return Map.of("Name", name, "Unit", unit);
        }
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final boolean wanted;

    private EmbeddedMetrics(boolean wanted) {
        this.wanted = wanted;
    }

    /** @param variables the names of the environment */
    public static EmbeddedMetrics read(Settings settings, Set<String> variables) {
        return new EmbeddedMetrics(
                settings.flag("tourbus.metrics.emf", OF_AWS.stream().anyMatch(variables::contains)));
    }

    /** Whether runs are to log such a line. */
    public boolean wanted() {
        return wanted;
    }

    /** One line of JSON, as of the end of the run. */
    public String format(RunReport report) {
        var metrics = metrics(report);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", directive(report, metrics));
        line.put(DIMENSION, report.job());
        line.put("RunId", report.runId());
        line.put("Status", report.status().label());
        metrics.forEach(metric -> line.put(metric.name(), metric.value()));
        try {
            return mapper.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers can always be written", e);
        }
    }

    private static Map<String, Object> directive(RunReport report, List<Metric> metrics) {
        var end = Instant.parse(report.startedAt()).plusMillis(report.durationMillis());
        Map<String, Object> directive = new LinkedHashMap<>();
        directive.put("Timestamp", end.toEpochMilli());
        directive.put(
                "CloudWatchMetrics",
                List.of(Map.of(
                        "Namespace", NAMESPACE,
                        "Dimensions", List.of(List.of(DIMENSION)),
                        "Metrics", metrics.stream().map(Metric::definition).toList())));
        return directive;
    }

    /** Of uploads there is no rate where there was none: to invent one would hide a run that delivered nothing. */
    private static List<Metric> metrics(RunReport report) {
        var landed = report.sum("lake_objects");
        var tried = landed + report.sum("lake_failures");
        List<Metric> metrics = new ArrayList<>(List.of(
                count("RecordsIngested", report.sum("lake_records")),
                count("ApiErrors", report.sum("requests") - report.sum("answers")),
                new Metric("ProcessingTime", "Milliseconds", report.durationMillis()),
                count("DeadLetters", report.sum("dead_letters") + report.sum("rejected")),
                count("RunFailed", report.status() == Status.FAILED ? 1 : 0)));
        if (tried > 0) {
            metrics.add(new Metric("S3UploadSuccessRate", "Percent", 100.0 * landed / tried));
        }
        return metrics;
    }

    private static Metric count(String name, long value) {
        return new Metric(name, "Count", value);
    }
}
