package io.tourbus.faults;

import static io.tourbus.run.RunReport.Status.COMPLETE;
import static io.tourbus.run.RunReport.Status.FAILED;
import static io.tourbus.run.RunReport.Status.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.run.RunReport;
import io.tourbus.sandbox.lake.LakeFront;
import io.tourbus.state.DeadLetter;
import io.tourbus.testing.ReportRules;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of AWS in the middle of a run: nothing is lost or in the lake twice, and the report names each. */
class SinkFailuresTest extends SandboxTest {

    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final int ALL = 60;

    private LakeFront lake;

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 10, ALL, 10);
        lake = new LakeFront(sandbox.servers().lake().endpoint());
        System.setProperty("aws.endpointUrlS3", lake.endpoint().toString());
        sandbox.set("tourbus.retry.attempts", "1");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void aFailingLakeDoesNotBlockTheStreamAndReceivesItsObjectsLater() throws IOException {
        lakeIsUnavailableForAWhile(503);
    }

    @Test
    @Tag("slow")
    void anUnreachableLakeDoesNotBlockTheStreamAndReceivesItsObjectsLater() throws IOException {
        lakeIsUnavailableForAWhile(0);
    }

    private void lakeIsUnavailableForAWhile(int status) throws IOException {
        lake.fail(0, ALWAYS, status, "InternalError");

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.notes())
                .anyMatch(note ->
                        note.contains("the lake did not accept objects: " + (status == 0 ? "" : "InternalError")))
                .anyMatch(note -> note.startsWith("no manifest: "));
        assertThat(report.sum("failed_slices")).isZero();
        assertThat(sandbox.keys()).isEmpty();
        assertThat(sandbox.streamed()).doesNotHaveDuplicates().hasSize(ALL).containsAll(venues());
        assertThat(sandbox.deadLetters())
                .isNotEmpty()
                .allMatch(stored -> stored.letter().stage().equals(DeadLetter.Stage.of("lake"))
                        && stored.letter().retryable());

        mend();
        catchUp();

        assertThat(sandbox.deadLetters()).isEmpty();
        assertThat(sandbox.landed(report)).containsExactlyInAnyOrderElementsOf(venues());
        assertThat(sandbox.streamed())
                .as("what the stream has is not sent again")
                .hasSize(ALL);
    }

    @Test
    void aDeletedBucketFailsSlicesThatTheNextRunDelivers() throws IOException {
        lakeRefusesFromTheMiddleOn(404, "NoSuchBucket");
    }

    @ParameterizedTest
    @CsvSource({"403,AccessDenied", "400,ExpiredToken"})
    @Tag("slow")
    void refusedPutsFailSlicesThatTheNextRunDelivers(int status, String code) throws IOException {
        lakeRefusesFromTheMiddleOn(status, code);
    }

    @Test
    void aBucketInAnotherRegionIsReportedWithTheSettingOfTheRegion() throws IOException {
        lakeRefusesFromTheMiddleOn(301, "PermanentRedirect", "is not in the region us-east-1. Correct ");
    }

    private void lakeRefusesFromTheMiddleOn(int status, String code) throws IOException {
        lakeRefusesFromTheMiddleOn(status, code, "rejects objects: " + code);
    }

    private void lakeRefusesFromTheMiddleOn(int status, String code, String reason) throws IOException {
        lake.fail(7, ALWAYS, status, code);

        var report = sandbox.run("venue-refresh");

        assertRefused(report, "The bucket s3://concert-data-raw " + reason);
        assertThat(lake.failed())
                .as("one try for each slice, and one for the manifest")
                .isEqualTo((int) report.sum("failed_slices") + 1);
        assertTheNextRunDeliversTheRest(report);
        assertTheManifestIsWrittenNow(report);
    }

    private void assertTheManifestIsWrittenNow(RunReport report) {
        try (var tourbus = sandbox.start()) {
            tourbus.replay();
        }
        assertThat(sandbox.deadLetters()).isEmpty();
        try (var check = sandbox.check()) {
            var found = check.verify(Optional.of(report.runId()), line -> {});
            assertThat(found.objects()).isPositive();
            assertThat(found.different()).isZero();
        }
    }

    @Test
    void aRunWithRecordsInOneSinkOnlyIsPartial() throws IOException {
        try (var tourbus = sandbox.start()) {
            lake.fail(2, ALWAYS, 403, "AccessDenied");

            var report = tourbus.run("venue-refresh");

            assertThat(report.sum("lake_records")).isZero();
            assertThat(report.sum("stream_records")).isPositive();
            assertThat(report.sum("slices")).isZero();
            assertThat(report.status()).isEqualTo(PARTIAL);
        }
    }

    @Test
    void deniedAccessToTheStreamFailsSlicesThatTheNextRunDelivers() throws IOException {
        streamRefusesFromTheMiddleOn("AccessDeniedException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ResourceNotFoundException", "ExpiredTokenException"})
    @Tag("slow")
    void refusedCallsFailSlicesThatTheNextRunDelivers(String code) throws IOException {
        streamRefusesFromTheMiddleOn(code);
    }

    private void streamRefusesFromTheMiddleOn(String code) throws IOException {
        sandbox.servers().kinesis().failPuts(2, ALWAYS, 400, code);

        var report = sandbox.run("venue-refresh");

        assertRefused(report, "aborted: " + code);
        assertThat(sandbox.servers().kinesis().failedPuts())
                .as("one try for each slice")
                .isEqualTo((int) report.sum("failed_slices"));
        assertTheNextRunDeliversTheRest(report);
    }

    @Test
    void onlySlicesDuringExpiredCredentialsFail() throws IOException {
        lake.fail(3, 1, 400, "ExpiredToken");
        sandbox.servers().kinesis().failPuts(3, 1, 400, "ExpiredTokenException");

        var report = sandbox.run("venue-refresh");

        assertThat(report.status()).isEqualTo(PARTIAL);
        assertThat(report.sum("failed_slices")).isBetween(1L, 2L);
        assertThat(report.sum("lake_failures")).isEqualTo(1);
        assertThat(report.sum("skipped_slices")).isZero();
        assertTheNextRunDeliversTheRest(report);
    }

    private static void assertRefused(RunReport report, String reason) {
        assertThat(ReportRules.check(report).sum("lost")).isPositive();
        assertThat(report.status()).isIn(PARTIAL, FAILED);
        assertThat(report.sum("failed_slices")).isPositive();
        assertThat(report.notes()).anyMatch(note -> note.contains(": failed: ") && note.contains(reason));
        assertThat(report.queries()).anyMatch(query -> !query.complete());
    }

    private void assertTheNextRunDeliversTheRest(RunReport broken) throws IOException {
        assertThat(sandbox.landed(broken)).doesNotHaveDuplicates();
        assertThat(sandbox.deadLetters())
                .as("only the manifest is kept")
                .allMatch(stored -> stored.letter().slice().equals("manifest"));
        mend();

        var next = sandbox.run("venue-refresh");

        assertThat(next.status()).as("%s", next.notes()).isEqualTo(COMPLETE);
        assertThat(sandbox.landed(next)).containsExactlyInAnyOrderElementsOf(venues());
        assertThat(sandbox.streamed()).containsAll(venues());
        assertThat(sandbox.streamed().size() - ALL)
                .as("only what a slice that failed had sent is sent again")
                .isBetween(0, (int) broken.sum("stream_records"));
    }

    private void mend() {
        lake.fail(0, 0, 0, "");
        sandbox.servers().kinesis().failPuts(0, 0, 0, "");
    }

    private void catchUp() {
        try (var tourbus = sandbox.start()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> tourbus.progress().isEmpty()
                            && sandbox.lines("normalized").size() == ALL);
        }
    }

    private List<String> venues() {
        return sandbox.catalogue().venueRecordIds().toList();
    }
}
