package io.tourbus.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/metrics.md} is made of the metrics. */
class MetricsDocTest {

    private static final Path DOC = Path.of("docs/metrics.md");
    private static final String FROM = "<!-- made by MetricsDocTest: -Dtourbus.write-docs=true -->\n";
    private static final String TO = "<!-- until here -->\n";

    @Test
    void itSaysWhatIsMeasured() throws IOException {
        var said = Files.readString(DOC);
        var wanted = said.substring(0, said.indexOf(FROM)) + FROM + table() + said.substring(said.indexOf(TO));
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(DOC, wanted);
        }

        assertThat(Files.readString(DOC))
                .as("make it anew: ./mvnw -o test -Dtest=MetricsDocTest -Dtourbus.write-docs=true")
                .isEqualTo(wanted);
    }

    private static String table() {
        return """

                | Micrometer | Prometheus | kind | tags | unit | what | from |
                |---|---|---|---|---|---|---|
                """ + Arrays.stream(Metric.values()).map(MetricsDocTest::row).collect(joining("\n", "", "\n\n"));
    }

    private static String row(Metric metric) {
        return "| `%s` | `%s` | %s | %s | %s | %s | %s |"
                .formatted(
                        metric.id(),
                        Exported.name(metric),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.tags().stream().map("`%s`"::formatted).collect(joining(", ")),
                        metric.unit() == null ? "" : metric.unit(),
                        metric.description(),
                        metric.origin());
    }
}
