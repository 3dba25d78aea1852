package io.tourbus.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/metrics.md} is generated from the metrics. */
class MetricsDocTest {

    private static final Path DOC = Path.of("docs/metrics.md");
    private static final String FROM =
            "<!-- Generated: ./mvnw -o test -Dtest=MetricsDocTest -Dtourbus.write-docs=true -->\n";
    private static final String TO = "<!-- End of the generated table. -->\n";

    @Test
    void theTableMatchesTheMetrics() throws IOException {
        var current = Files.readString(DOC);
        var wanted =
                current.substring(0, current.indexOf(FROM)) + FROM + table() + current.substring(current.indexOf(TO));
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(DOC, wanted);
        }

        assertThat(Files.readString(DOC))
                .as("regenerate it: ./mvnw -o test -Dtest=MetricsDocTest -Dtourbus.write-docs=true")
                .isEqualTo(wanted);
    }

    private static String table() {
        return """

                | Micrometer | Prometheus | kind | tags | unit | description | measured in |
                |---|---|---|---|---|---|---|
                """ + Arrays.stream(Metric.values()).map(MetricsDocTest::row).collect(joining("\n", "", "\n\n"));
    }

    private static String row(Metric metric) {
        return "| `%s` | `%s` | %s | %s | %s | %s | %s |"
                .formatted(
                        metric.series.id(),
                        Exported.name(metric),
                        metric.series.kind().name().toLowerCase(Locale.ROOT),
                        metric.series.tags().stream().map("`%s`"::formatted).collect(joining(", ")),
                        metric.series.unit() == null ? "" : metric.series.unit(),
                        metric.description,
                        metric.origin);
    }
}
