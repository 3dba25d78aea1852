package io.tourbus.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;

/** Describes health checks, metrics and MBeans. */
final class Observed {

    private static final Pattern OWN_CHECK = Pattern.compile("state|sinks|runs|(source|job)-.*");
    private static final Pattern SAMPLE = Pattern.compile("(tourbus_\\w+?)(?:\\{(.*)})? \\S+(?: # .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Labels with few values, all of which are contracts. */
    private static final Set<String> CLOSED = Set.of("source", "entity", "sink", "outcome", "stage", "job_name");

    private Observed() {}

    /** The health checks of Tourbus. Those of Camel are named after routes, which are no contract. */
    static List<String> health(ServedTourbus tourbus) throws IOException {
        List<String> lines = new ArrayList<>();
        for (var path : List.of("/health", "/health/live", "/health/ready")) {
            var response = tourbus.observe(path + "?data=true");
            var call = "GET /observe%s %d ".formatted(path, response.statusCode());
            var body = ServedTourbus.json(response);
            body.fieldNames().forEachRemaining(name -> lines.add(call + "$." + name));
            for (var check : body.path("checks")) {
                var name = check.path("name").asText();
                if (OWN_CHECK.matcher(name).matches()) {
                    lines.add(call
                            + "check %s %s".formatted(name, check.path("status").asText()));
                    data(check, path).forEach(field -> lines.add(call + "check %s data %s".formatted(name, field)));
                }
            }
        }
        return lines;
    }

    /** The fields of a check that are not Camel's. */
    private static List<String> data(JsonNode check, String path) {
        List<String> fields = new ArrayList<>();
        check.path("data").fieldNames().forEachRemaining(fields::add);
        return path.equals("/health")
                ? fields.stream().filter(field -> !field.contains(".")).toList()
                : List.of();
    }

    /** @param scraped metrics in the text format of Prometheus, where names end with the unit */
    static List<String> metrics(String scraped) {
        List<String> lines = new ArrayList<>();
        scraped.lines().forEach(line -> {
            if (line.startsWith("# TYPE tourbus_")) {
                var words = line.split(" ");
                lines.add("%s type %s".formatted(words[2], words[3]));
            }
            var sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                lines.addAll(labels(sample.group(1), sample.group(2) == null ? "" : sample.group(2)));
            }
        });
        return lines;
    }

    private static List<String> labels(String metric, String labels) {
        List<String> lines = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        LABEL.matcher(labels).results().forEach(label -> {
            keys.add(label.group(1));
            if (CLOSED.contains(label.group(1))) {
                lines.add("%s with %s".formatted(metric.replaceFirst("_(bucket|count|max|sum)$", ""), label.group()));
            }
        });
        lines.add("%s labels %s".formatted(metric, String.join(",", keys)));
        return lines;
    }

    static List<String> mBeans(String pattern) throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        List<String> lines = new ArrayList<>();
        for (var name : server.queryNames(new ObjectName(pattern), null)) {
            var info = server.getMBeanInfo(name);
            for (var attribute : info.getAttributes()) {
                lines.add("%s attribute %s %s %s"
                        .formatted(
                                name,
                                attribute.getName(),
                                attribute.getType(),
                                attribute.isWritable() ? "writable" : "read-only"));
            }
            for (var operation : info.getOperations()) {
                var parameters = Arrays.stream(operation.getSignature())
                        .map(MBeanParameterInfo::getType)
                        .toList();
                lines.add("%s operation %s %s%s"
                        .formatted(name, operation.getReturnType(), operation.getName(), parameters));
            }
        }
        return lines;
    }
}
