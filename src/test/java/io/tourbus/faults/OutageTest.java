package io.tourbus.faults;

import static io.tourbus.run.RunReport.Status.PARTIAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If a sink is unavailable, the other one continues, and dead letters are delivered when the sink is back. */
class OutageTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 50, 60, 40);
        sandbox.set("tourbus.stream.max-attempts", "2");
    }

    @Test
    void anUnavailableStreamDoesNotBlockTheLakeAndReceivesItsRecordsLater() throws IOException {
        sandbox.servers().kinesis().refuse(key -> true);

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.sum("failed_slices")).isZero();
        assertThat(sandbox.lines("normalized/venues")).hasSize(60);
        assertThat(sandbox.streamed()).isEmpty();
        assertThat(sandbox.deadLetters()).hasSize(60);

        sandbox.servers().kinesis().refuse(key -> false);
        catchUp();

        assertThat(sandbox.streamed())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        sandbox.catalogue().venueRecordIds().toList());
        assertThat(sandbox.run("venue-refresh").sum("stream_records"))
                .as("what has not changed is not sent again")
                .isZero();
    }

    @Test
    void aRefusedRecordIsKeptAloneAndDeliveredLater() throws IOException {
        var refused = sandbox.catalogue().venueRecordIds().findFirst().orElseThrow();
        sandbox.servers().kinesis().refuse(refused::equals);

        sandbox.run("venue-refresh");

        assertThat(sandbox.deadLetters())
                .extracting(stored -> stored.letter().target())
                .containsExactly(refused);
        assertThat(sandbox.deadLetters().get(0).letter().reason()).contains("ProvisionedThroughputExceededException");
        sandbox.servers().kinesis().refuse(key -> false);
        catchUp();

        var line = sandbox.lines("normalized/venues").stream()
                .map(bytes -> new String(bytes, UTF_8))
                .filter(json -> json.contains(refused))
                .findFirst();
        assertThat(sandbox.servers().kinesis().records(SandboxServers.STREAM))
                .filteredOn(record -> record.partitionKey().equals(refused))
                .extracting(record -> new String(record.data(), UTF_8))
                .containsExactly(line.orElseThrow());
    }

    @Test
    void recordsForAnUnreachableStreamAreAlsoInAFile() throws IOException {
        sandbox.servers().kinesis().faults().answer(10_000, "", 500, "{}");

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(sandbox.deadLetters())
                .hasSize(60)
                .allMatch(stored -> stored.letter().retryable());
        var file = folder.resolve("state/dead-letters/" + report.runId() + ".ndjson");
        assertThat(Files.readAllLines(file))
                .hasSize(60)
                .allMatch(line -> line.contains("\"stage\":\"stream\"") && line.contains("\"venue_id\""));
    }

    @Test
    void deadLettersAreInTheStateIfTheirFileCannotBeWritten() throws IOException {
        sandbox.set("tourbus.stream.max-attempts", "2");
        sandbox.servers().kinesis().refuse(key -> true);
        Files.createDirectories(folder.resolve("state"));
        Files.createFile(folder.resolve("state/dead-letters"));

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.sum("failed_slices")).isZero();
        assertThat(sandbox.deadLetters()).hasSize(60);
    }

    private void catchUp() {
        try (var tourbus = sandbox.start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            tourbus.progress().isEmpty() && sandbox.streamed().size() == 60);
        }
        assertThat(sandbox.deadLetters()).isEmpty();
    }
}
