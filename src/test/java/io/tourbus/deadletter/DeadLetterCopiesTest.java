package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.lake.LakeFront;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of dead letters in the bucket or in a file. */
class DeadLetterCopiesTest extends SandboxTest {

    private List<String> refused;

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 5, 40, 5)
                .set("tourbus.stream.max-attempts", "1")
                .set("tourbus.retry.attempts", "0")
                .set("tourbus.dead-letters.in-bucket", "true");
        refused = sandbox.catalogue().venueRecordIds().limit(3).toList();
        sandbox.servers().kinesis().refuse(refused::contains);
    }

    @Test
    void theyAreOnlyInTheBucketIfThatIsSet() throws IOException {
        var report = sandbox.run("venue-refresh");

        assertThat(sandbox.deadLetters()).hasSize(3);
        assertThat(sandbox.records("dead-letter/" + report.runId()))
                .extracting(letter -> letter.path("target").asText())
                .containsExactlyInAnyOrderElementsOf(refused);
        assertThat(sandbox.records("dead-letter")).allSatisfy(letter -> {
            assertThat(letter.path("stage").asText()).isEqualTo("stream");
            assertThat(letter.path("payload").path("venue_id")).isEqualTo(letter.path("target"));
        });
        assertThat(folder.resolve("state/dead-letters")).doesNotExist();
        try (var check = sandbox.check()) {
            assertThat(check.verify(Optional.empty(), line -> {}).different()).isZero();
        }
    }

    @Test
    void theyAreInAFileIfTheBucketDoesNotAcceptThem() throws IOException {
        try (var lake = new LakeFront(sandbox.servers().lake().endpoint())) {
            System.setProperty("aws.endpointUrlS3", lake.endpoint().toString());
            lake.fail(0, Integer.MAX_VALUE, 503, "InternalError");

            var report = sandbox.run("venue-refresh");

            assertThat(sandbox.keys()).isEmpty();
            assertThat(Files.readAllLines(folder.resolve("state/dead-letters/" + report.runId() + ".ndjson"), UTF_8))
                    .as("without that of the manifest, which the run has only when it ends")
                    .hasSize(sandbox.deadLetters().size() - 1)
                    .anyMatch(line -> line.contains("\"stage\":\"stream\""))
                    .anyMatch(line -> line.contains("\"stage\":\"lake\""));
        }
    }
}
