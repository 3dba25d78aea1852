package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.run.RunReport.Status;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entities that a complete run found and the next one does not. */
class VanishedTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 20, 20, 300).set("tourbus.run.only", "ticketmaster");
        assertThat(sandbox.run("daily").sum("vanished")).isZero();
    }

    @Test
    void vanishedEntitiesAreCountedOnceAndListedInTheManifest() throws IOException {
        var gone = remove(3);

        var report = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.sum("vanished")).isEqualTo(3);
        assertThat(listed(report)).containsExactlyInAnyOrderElementsOf(gone);
        assertThat(sandbox.run("daily").sum("vanished")).isZero();
    }

    @Test
    void nothingIsInferredFromAnIncompleteRun() {
        remove(2);
        sandbox.servers().ticketmaster().faults().answer(10_000, "includeTBA", 400, "{}");

        var incomplete = sandbox.run("daily");
        sandbox.servers().ticketmaster().faults().clear();

        assertThat(incomplete.status()).isEqualTo(Status.PARTIAL);
        assertThat(incomplete.sum("vanished")).isZero();
        assertThat(sandbox.run("daily").sum("vanished"))
                .as("since the last complete run")
                .isEqualTo(2);
    }

    @Test
    void nothingIsInferredFromOtherDatesOrOtherSettings() {
        var soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(20));
        var narrowed = sandbox.set("tourbus.run.until", soon.toString()).run("daily");
        assertThat(narrowed.status()).isEqualTo(Status.COMPLETE);
        assertThat(narrowed.sum("vanished")).as("events after the end").isZero();
        sandbox.unset("tourbus.run.until");

        var other = sandbox.set("tourbus.ticketmaster.segment-id", "").run("daily");
        sandbox.unset("tourbus.ticketmaster.segment-id");

        assertThat(other.sum("vanished")).isZero();
        assertThat(sandbox.run("daily").sum("vanished")).isZero();
    }

    /** Removes dated events. @return the IDs of their records */
    private List<String> remove(int events) {
        var server = sandbox.servers().ticketmaster();
        var ids = server.eventIds().stream().limit(events).toList();
        ids.forEach(server::remove);
        return ids.stream().map("ticketmaster_"::concat).toList();
    }

    private List<String> listed(RunReport report) throws IOException {
        var manifest = new ObjectMapper()
                .readTree(sandbox.file("raw/_runs/%s.json".formatted(report.runId()))
                        .toFile());
        assertThat(manifest.path("vanished").findValuesAsText("count")).isNotEmpty();
        return manifest.path("vanished").findValues("ids").stream()
                .flatMap(ids -> StreamSupport.stream(ids.spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }
}
