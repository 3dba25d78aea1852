package io.tourbus.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.app.Modules;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Finding;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.state.Databases;
import io.tourbus.state.PostgresCluster;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints that {@code tourbus.run.slice-queue} accepts. */
@ExtendWith(Databases.Extension.class)
class SliceQueueSettingTest {

    private static final String CANNOT_RECEIVE =
            "tourbus.run.slice-queue names an endpoint of 'log', which cannot receive messages, set by this command."
                    + " Use a component that sends and receives, such as aws2-sqs.";

    private static Settings check(String uri) throws Exception {
        var settings = new Settings(key -> uri, key -> Optional.of("TOURBUS_RUN_SLICE_QUEUE"));
        try (var camel = new DefaultCamelContext()) {
            SliceQueueSetting.checkEndpoint(settings, camel);
        }
        return settings;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            log:q?marker=hidden          | names an endpoint of 'log', which cannot receive messages.
            timer:q?period=1234          | names an endpoint of 'timer', which cannot send messages.
            foo:bar?key=hidden           | is not valid. Unknown component: 'foo'. Correct the name, or put camel-foo
            file:q?tokn=hidden           | is not valid. Unknown parameters of the URI: tokn. Correct or remove them.
            file:q?delay=hidden&x=hidden | is not valid. The value of delay in the URI is not valid. Correct it.
            seda:q?concurrentConsumers=hidden | is not valid. 'seda' does not accept the value of an option. Correct it.
            """)
    void anEndpointThatIsNoQueueIsNamedAsItIsSetWithoutSecrets(String uri, String problem) throws Exception {
        assertThat(check(uri).problems())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("TOURBUS_RUN_SLICE_QUEUE " + problem)
                        .doesNotContain("hidden", "1234"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:q?delete=true&delay=500",
                "seda:q",
                "{{unset:seda}}:q",
                "aws2-sqs:q?region=eu-west-1&useDefaultCredentialsProvider=true"
            })
    void aQueueIsAccepted(String uri) throws Exception {
        assertThat(check(uri).problems()).isEmpty();
    }

    @Test
    void aProcessDoesNotStartWithoutAQueueToReceiveFrom(Databases databases, @TempDir Path folder) throws Exception {
        try (var sandbox = sharing(databases, folder, "log:x")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> sandbox.serve().close())
                    .satisfies(e -> assertThat(e.problems()).containsExactly(CANNOT_RECEIVE));
        }
    }

    @Test
    void checkReportsTheQueueInTheSameWords(Databases databases, @TempDir Path folder) throws Exception {
        try (var sandbox = sharing(databases, folder, "log:x")) {
            assertThat(check(sandbox)).containsExactly(new Finding("queue", Outcome.WRONG, CANNOT_RECEIVE));

            sandbox.set("tourbus.run.slice-queue", "file:" + folder.resolve("slices"));
            assertThat(check(sandbox))
                    .containsExactly(new Finding("queue", Outcome.OK, "valid, without a test of the connection"));
            assertThat(folder.resolve("slices")).doesNotExist();
        }
    }

    private static SandboxContext sharing(Databases databases, Path folder, String queue) throws IOException {
        return new SandboxContext(folder, 1, 1, 1)
                .set("tourbus.state.url", databases.emptyPostgres())
                .set("tourbus.state.user", PostgresCluster.USER)
                .set("tourbus.management.enabled", "false")
                .set("tourbus.run.share-slices", "true")
                .set("tourbus.run.slice-queue", queue);
    }

    private static List<Finding> check(SandboxContext sandbox) {
        var findings = PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), false);
        assertThat(findings).extracting(Finding::what).contains("routes", "ticketmaster", "daily");
        return findings.stream()
                .filter(finding -> finding.what().equals("queue"))
                .toList();
    }
}
