package io.tourbus.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.sandbox.lake.PutLog;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The headers of the PutObject requests that the routes send to the store. */
class LakePutsTest extends SandboxTest {

    private PutLog store;

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 10, 10, 10);
        store = new PutLog();
        System.setProperty("aws.endpointUrlS3", store.endpoint().toString());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void byDefaultPutsOnlyHaveAChecksum() {
        assertThat(puts()).isNotEmpty().allSatisfy(put -> {
            var sha256 = HexFormat.of().parseHex(put.get("x-amz-meta-sha256"));
            assertThat(put)
                    .containsEntry("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(sha256))
                    .doesNotContainKeys(
                            "x-amz-trailer",
                            "x-amz-checksum-crc32",
                            "x-amz-server-side-encryption",
                            "x-amz-server-side-encryption-aws-kms-key-id",
                            "x-amz-storage-class",
                            "x-amz-tagging");
        });
    }

    /** The store does not decode {@code aws-chunked}. */
    @Test
    void bodiesAreSentWhole() {
        assertThat(puts())
                .isNotEmpty()
                .allSatisfy(put -> assertThat(put)
                        .containsEntry(":sha256", put.get("x-amz-meta-sha256"))
                        .doesNotContainKeys("content-encoding", "x-amz-decoded-content-length", "x-amz-trailer"));
    }

    @Test
    void anObjectThatIsStoredWithAnotherETagIsADeadLetter() {
        store.damage("/normalized");

        assertDeadLetters(
                sandbox.run("venue-refresh"), "was stored with the checksum 55a54008ad1ba589aa210d2629c1df41");
    }

    @Test
    void anObjectThatIsStoredWithAnotherChecksumIsADeadLetter() {
        store.answerChecksum("/normalized", "AAAA");

        assertDeadLetters(sandbox.run("venue-refresh"), "was stored with the checksum AAAA instead of ");
    }

    private void assertDeadLetters(RunReport report, String reason) {
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(sandbox.deadLetters())
                .isNotEmpty()
                .allSatisfy(letter -> assertThat(letter.letter().reason()).contains(reason));
    }

    @Test
    void encryptionStorageClassAndTagsAreRequested() {
        sandbox.set("tourbus.lake.encryption", "s3")
                .set("tourbus.lake.storage-class", "STANDARD_IA")
                .set("tourbus.lake.tags", "team=data,cost center=a+b");

        assertThat(puts())
                .isNotEmpty()
                .allSatisfy(put -> assertThat(put)
                        .containsEntry("x-amz-server-side-encryption", "AES256")
                        .containsEntry("x-amz-storage-class", "STANDARD_IA")
                        .containsEntry("x-amz-tagging", "team=data&cost%20center=a%2Bb"));
    }

    @Test
    void encryptionWithAKeyIsRequested() {
        sandbox.set("tourbus.lake.encryption", "kms").set("tourbus.lake.kms-key-id", "alias/lake");

        assertThat(puts())
                .isNotEmpty()
                .allSatisfy(put -> assertThat(put)
                        .containsEntry("x-amz-server-side-encryption", "aws:kms")
                        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "alias/lake"));
    }

    @Test
    void everyObjectIsWrittenDespiteSlowDownResponses() {
        store.faults().answer(5, "/normalized", 503, "<Error><Code>SlowDown</Code></Error>");

        var once = puts();

        assertThat(once.stream().map(put -> put.get(":path")).distinct()).hasSize(once.size() - 5);
    }

    @Test
    void writingAManifestIsRetried() {
        store.faults().answer(5, "/_runs/", 503, "<Error><Code>SlowDown</Code></Error>");

        assertThat(puts().stream().filter(put -> put.get(":path").contains("/_runs/")))
                .hasSize(6)
                .allSatisfy(put -> assertThat(put).containsEntry("content-type", "application/json"));
    }

    @Test
    void aRunWithARejectedManifestIsPartial() {
        store.faults().answer(1, "/_runs/", 403, "<Error><Code>AccessDenied</Code><Message>No</Message></Error>");

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("no manifest: aws2-s3://concert-data-raw: "));
        assertThat(sandbox.deadLetters())
                .singleElement()
                .satisfies(stored ->
                        assertThat(stored.letter().target()).endsWith("raw/_runs/%s.json".formatted(report.runId())));
    }

    private List<Map<String, String>> puts() {
        assertThat(sandbox.run("venue-refresh").status()).isEqualTo(Status.COMPLETE);
        return store.puts();
    }
}
