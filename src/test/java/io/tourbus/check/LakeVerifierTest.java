package io.tourbus.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.lake.LakeException;
import io.tourbus.run.RunReport;
import io.tourbus.sandbox.lake.LakeFront;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.testing.SandboxContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest of a run, and the verification of objects that were changed or deleted. */
class LakeVerifierTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static RunReport report;

    private final List<String> differences = new ArrayList<>();

    @BeforeAll
    static void run() throws IOException {
        sandbox = new SandboxContext(folder, 20, 30, 40);
        report = sandbox.run("venue-refresh");
        copy(sandbox.file(""), saved());
    }

    @BeforeEach
    void restoreTheLake() throws IOException {
        try (var files = Files.walk(sandbox.file(""))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        copy(saved(), sandbox.file(""));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    /** The lake as the run left it. */
    private static Path saved() {
        return folder.resolve("saved");
    }

    /** With the attributes of the files, in which the simulated S3 stores metadata. */
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void theManifestContainsAllObjectsTheReportAndTheVersion() throws IOException {
        var manifest = manifest();

        assertThat(manifest.path("run_id").asText()).isEqualTo(report.runId());
        assertThat(manifest.path("tourbus_version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(manifest.path("report").toString()).isEqualTo(MAPPER.writeValueAsString(report));
        assertThat(manifest.path("objects").findValuesAsText("key")).containsExactlyElementsOf(keys());
        assertThat(manifest.path("objects")).allSatisfy(object -> {
            assertThat(object.path("bucket").asText()).isEqualTo("concert-data-raw");
            assertThat(object.path("sha256").asText()).matches("[0-9a-f]{64}");
            assertThat(object.path("bytes").asLong())
                    .isEqualTo(Files.size(sandbox.file(object.path("key").asText())));
            assertThat(object.path("lines").asLong())
                    .isEqualTo(lines(object.path("key").asText()));
        });
    }

    @Test
    void findsNoDifferenceInAnUnchangedLake() {
        var found = verify(Optional.of(report.runId()));

        assertThat(differences).isEmpty();
        assertThat(found.status()).isEqualTo("complete");
        assertThat(found.objects()).isEqualTo((int) report.sum("lake_objects"));
        assertThat(found.records()).isEqualTo(30);
        assertThat(found.different()).isZero();
    }

    @Test
    void verifiesTheLastRunByDefault() throws IOException {
        Files.writeString(sandbox.file("raw/_runs/9-not-a-run.txt"), "");
        Files.writeString(sandbox.file("raw/_runs/20200101T000000Z-daily-0000.json"), "{}");

        assertThat(verify(Optional.empty()).runId()).isEqualTo(report.runId());
    }

    @Test
    void reportsADeletedObject() throws IOException {
        var deleted = keys().get(0);
        Files.delete(sandbox.file(deleted));

        assertThat(verify(Optional.empty()).different()).isEqualTo(1);
        assertThat(differences).containsExactly("s3://concert-data-raw/" + deleted + ": missing");
    }

    @Test
    void reportsAnUnreadableObjectAndVerifiesTheOthers() throws IOException {
        var all = keys();
        Files.delete(sandbox.file(all.get(1)));
        try (var lake = new LakeFront(sandbox.servers().lake().endpoint())) {
            System.setProperty("aws.endpointUrlS3", lake.endpoint().toString());
            lake.fail(2, 1, 403, "AccessDenied");

            var found = verify(Optional.of(report.runId()));

            assertThat(found.unreadable()).isEqualTo(1);
            assertThat(found.different()).isEqualTo(1);
            assertThat(differences)
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("s3://concert-data-raw/%s cannot be read: ".formatted(all.get(0)));
        } finally {
            sandbox.servers().systemProperties().forEach(System::setProperty);
        }
    }

    @Test
    void reportsDifferencesInBytesAndLines() throws IOException {
        var all = keys();
        rewrite(all.get(0), Arrays.copyOf(content(all.get(0)), 40));
        rewrite(all.get(1), reversed(content(all.get(1))));
        rewrite(all.get(2), zipped(unzipped(content(all.get(2))) + "{}\n"));

        assertThat(verify(Optional.empty()).different()).isEqualTo(3);
        assertThat(differences).hasSize(3);
        assertThat(differences.get(0)).contains(all.get(0) + ": 40 bytes instead of ", ", invalid gzip");
        assertThat(differences.get(1)).endsWith(all.get(1) + ": different content, invalid gzip");
        assertThat(differences.get(2)).matches(".*: \\d+ bytes instead of \\d+, (\\d+) lines instead of \\d+");
    }

    @Test
    void failsWithoutAManifest() throws IOException {
        Files.delete(sandbox.file("raw/_runs/" + report.runId() + ".json"));

        assertThatThrownBy(() -> verify(Optional.of(report.runId())))
                .isInstanceOf(LakeException.class)
                .hasMessageStartingWith("Run %s has no manifest: s3://".formatted(report.runId()));
        assertThatThrownBy(() -> verify(Optional.empty()))
                .isInstanceOf(LakeException.class)
                .hasMessage("No run has a manifest in s3://concert-data-raw/raw/_runs/.");
    }

    @Test
    void failsIfTheManifestIsNotValid() throws IOException {
        var file = sandbox.file("raw/_runs/" + report.runId() + ".json");
        for (var text : List.of("", "{}", "[]", "{\"run_id\":", "<html>")) {
            Files.writeString(file, text);

            assertThatThrownBy(() -> verify(Optional.of(report.runId())))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining(report.runId() + ".json is not a manifest: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void includesObjectsFromRedeliveredDeadLetters() throws Exception {
        var venue = "{\"id\":\"v1\",\"name\":\"Hall\"}".getBytes(UTF_8);
        var redelivered = keys().get(0);
        var other = zipped("{}\n");
        try (var state = sandbox.state()) {
            state.deadLetters()
                    .add(List.of(
                            deadLetter(Stage.NORMALIZE, "", Map.of(), venue),
                            deadLetter(
                                    Stage.of("lake"),
                                    "concert-data-raw/" + redelivered,
                                    Map.of("zone", "NORMALIZED", "lines", "1", "metadata.sha256", sha256(other)),
                                    other)));
            state.deadLetters().release(state.deadLetters().ids());
        }

        try (var tourbus = sandbox.start()) {
            tourbus.replay();
        }

        var found = verify(Optional.empty());
        assertThat(differences).isEmpty();
        assertThat(found.runId()).isEqualTo(report.runId());
        assertThat(found.objects()).isEqualTo((int) report.sum("lake_objects") + 1);
        Files.delete(sandbox.keys().stream()
                .filter(key -> key.contains("_slice-letter-"))
                .map(sandbox::file)
                .findFirst()
                .orElseThrow());
        assertThat(verify(Optional.empty()).different()).isEqualTo(1);
        assertThat(differences).singleElement().asString().endsWith("_slice-letter-1.ndjson.gz: missing");
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private DeadLetter deadLetter(Stage stage, String target, Map<String, String> headers, byte[] payload) {
        var now = Instant.parse("2026-11-23T02:00:05Z");
        return new DeadLetter(
                stage, report.runId(), "slice", "ticketmaster", "venues", target, headers, payload, "x", false, 1, now);
    }

    @Test
    void aFailedRunHasAManifest() {
        var attempts = "tourbus.retry.attempts";
        sandbox.servers().ticketmaster().faults().answer(10_000, "/venues", 500, "{}");
        RunReport failed;
        try {
            failed = sandbox.set(attempts, "0").run("venue-refresh");
        } finally {
            sandbox.unset(attempts).servers().ticketmaster().faults().clear();
        }

        assertThat(verify(Optional.of(failed.runId())))
                .isEqualTo(
                        new LakeVerifier.Found(failed.runId(), failed.status().label(), 0, 0, 0, 0));
        assertThat(failed.status()).isEqualTo(RunReport.Status.FAILED);
    }

    private LakeVerifier.Found verify(Optional<String> run) {
        try (var verifier = sandbox.check()) {
            return verifier.verify(run, differences::add);
        }
    }

    private List<String> keys() throws IOException {
        return sandbox.keys().stream().filter(key -> key.endsWith(".gz")).toList();
    }

    private JsonNode manifest() throws IOException {
        return MAPPER.readTree(content("raw/_runs/" + report.runId() + ".json"));
    }

    private byte[] content(String key) throws IOException {
        return Files.readAllBytes(sandbox.file(key));
    }

    private void rewrite(String key, byte[] content) throws IOException {
        Files.write(sandbox.file(key), content);
    }

    private static byte[] reversed(byte[] content) {
        var reversed = new byte[content.length];
        for (var i = 0; i < content.length; i++) {
            reversed[i] = content[content.length - 1 - i];
        }
        return reversed;
    }

    private long lines(String key) throws IOException {
        return unzipped(content(key)).lines().count();
    }

    private static String unzipped(byte[] content) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
