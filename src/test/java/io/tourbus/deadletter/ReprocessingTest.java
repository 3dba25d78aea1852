package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.deadletter.Reprocessor.ReprocessProgress;
import io.tourbus.lake.LakeException;
import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that are rebuilt from the raw zone. */
class ReprocessingTest extends SandboxTest {

    private String run;

    @BeforeEach
    void runOnce() throws IOException {
        sandbox = new SandboxContext(folder, 12, 8, 20).set("tourbus.spotify.top-tracks", "true");
        try (var tourbus = sandbox.start()) {
            run = ReportRules.check(tourbus.run("daily")).runId();
            // Artists that were read before the events of the same run now get what Ticketmaster knows about them.
            tourbus.reprocess(run);
        }
    }

    private ReprocessProgress reprocess() {
        try (var tourbus = sandbox.start()) {
            return tourbus.reprocess(run);
        }
    }

    @Test
    void unchangedObjectsStayAndNoApiIsCalled() throws IOException {
        var records = sandbox.lines("raw/spotify").size()
                + sandbox.lines("raw/ticketmaster").size();
        var keys = sandbox.keys();
        var requests = requests();
        var streamed = sandbox.streamed();

        var done = reprocess();

        assertThat(done.objects()).isPositive();
        assertThat(done.records()).isEqualTo(records);
        assertThat(done.different()).isZero();
        assertThat(done.streamed()).isZero();
        assertThat(requests()).isEqualTo(requests);
        assertThat(sandbox.streamed()).isEqualTo(streamed);
        assertThat(sandbox.keys()).isEqualTo(keys);
    }

    @Test
    void recordsOfAnOlderVersionAreReplacedAndSent() throws IOException {
        var file = sandbox.file(keyOf("venues"));
        var asMade = text(file);
        write(file, asMade.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"as it was\""));
        var venue = sandbox.records("normalized/venues").get(0).path("venue_id").asText();
        remembered(venue, run);
        var streamed = sandbox.streamed().size();

        var done = reprocess();

        assertThat(done.different()).isEqualTo(1);
        assertThat(done.streamed()).isEqualTo(1);
        assertThat(text(file)).isEqualTo(asMade);
        assertThat(sandbox.streamed()).hasSize(streamed + 1).endsWith(venue);
        try (var check = sandbox.check()) {
            assertThat(check.verify(Optional.of(run), line -> {}).different()).isZero();
        }
        assertThat(reprocess().streamed()).isZero();
    }

    @Test
    void recordsThatALaterRunDeliveredAreNotSent() throws IOException {
        var venue = sandbox.records("normalized/venues").get(0).path("venue_id").asText();
        remembered(venue, "a-later-run");

        var done = reprocess();

        assertThat(done.streamed()).isZero();
        assertThat(done.later()).isEqualTo(1);
    }

    @Test
    void aRawObjectThatWasChangedSinceTheRunIsNamedAndNotUsed() throws IOException {
        var raw = sandbox.keys().stream()
                .filter(key -> key.startsWith("raw/ticketmaster/venues/"))
                .findFirst()
                .orElseThrow();
        var file = sandbox.file(raw);
        write(file, text(file).replaceFirst("\"name\": ?\"[^\"]*\"", "\"name\":\"changed\""));
        var records = sandbox.records("normalized");
        var streamed = sandbox.streamed();
        var objects = reprocess().objects();

        var done = reprocess();

        assertThat(done.skipped()).singleElement().asString().contains(raw);
        assertThat(done.objects()).isEqualTo(objects).isPositive();
        assertThat(done.different()).isZero();
        assertThat(sandbox.records("normalized")).isEqualTo(records);
        assertThat(sandbox.streamed()).isEqualTo(streamed);
    }

    @Test
    void runsAreFoundByTheirDay() {
        var day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        try (var tourbus = sandbox.start()) {
            assertThatThrownBy(() -> tourbus.runsOf(day.minusDays(7)))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("No run of %s has a manifest in s3://".formatted(day.minusDays(7)));
            assertThat(tourbus.runsOf(day)).containsExactly(run);
            assertThatThrownBy(() -> tourbus.reprocess("20200101T000000Z-daily-0000"))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("has no manifest");
        }
    }

    private void remembered(String record, String by) {
        try (var state = sandbox.state()) {
            state.hashes().put(Map.of(record, "0".repeat(64)), new Delivery(by, "a-slice"), Instant.now());
        }
    }

    private int requests() {
        return sandbox.servers().ticketmaster().seen().size()
                + sandbox.servers().spotify().seen().size();
    }

    private String keyOf(String entity) throws IOException {
        return sandbox.keys().stream()
                .filter(key -> key.startsWith("normalized/" + entity))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void write(Path file, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        Files.write(file, bytes.toByteArray());
    }
}
