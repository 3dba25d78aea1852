package io.tourbus.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Status;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that does not have the records of earlier runs receives all of them, and only that one. */
class NewDestinationTest {

    private static final int VENUES = 12;
    private static final String STREAM = SandboxServers.STREAM;

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;

    /** Each test leaves all records in the stream and the bucket. */
    @BeforeAll
    static void deliver() throws IOException {
        sandbox = new SandboxContext(folder, 5, VENUES, 5).set("tourbus.lake.unchanged", "false");
        expect(run(), VENUES, VENUES);
        expect(run(), 0, 0);
    }

    @AfterEach
    void useTheFirstDestinations() {
        sandbox.set("tourbus.stream.name", STREAM);
        sandbox.set("tourbus.lake.bucket", SandboxServers.BUCKET);
        sandbox.unset("tourbus.run.full");
        sandbox.unset("tourbus.run.near-days");
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void aNewStreamReceivesEverything() {
        sandbox.servers().kinesis().createStream("other", 1);
        sandbox.set("tourbus.stream.name", "other");

        expect(run(), 0, VENUES);
        expect(run(), 0, 0);
        assertThat(sandbox.servers().kinesis().records("other")).hasSize(VENUES);

        sandbox.set("tourbus.stream.name", STREAM);

        expect(run(), 0, 0);
    }

    @Test
    void aStreamThatWasCreatedAgainReceivesEverything() {
        sandbox.servers().kinesis().deleteStream(STREAM);
        sandbox.servers().kinesis().createStream(STREAM, 1);

        expect(run(), 0, VENUES);
        expect(run(), 0, 0);
    }

    @Test
    void aNewBucketReceivesEverything() throws IOException {
        sandbox.servers().lake().createBucket("other");
        sandbox.set("tourbus.lake.bucket", "other");

        expect(run(), VENUES, 0);
        expect(run(), 0, 0);

        sandbox.set("tourbus.lake.bucket", SandboxServers.BUCKET);

        expect(run(), 0, 0);
    }

    @Test
    void onlyTheNewBucketReceivesTheArtistsOfEvents() throws IOException {
        sandbox.set("tourbus.run.near-days", "365");
        var artists = sandbox.run("hourly").sum("embedded");
        sandbox.servers().lake().createBucket("artists");
        sandbox.set("tourbus.lake.bucket", "artists");

        var report = sandbox.run("hourly");

        assertThat(report.sum("embedded")).isEqualTo(artists).isPositive();
        assertThat(report.sum("lake_records")).isGreaterThan(artists);
        assertThat(report.sum("stream_records")).isZero();
        assertThat(sandbox.run("hourly").sum("embedded")).isZero();
    }

    @Test
    void anEmptiedBucketReceivesEverything() throws IOException {
        empty(sandbox.file("raw"));
        empty(sandbox.file("normalized"));

        expect(run(), VENUES, 0);
        expect(run(), 0, 0);
    }

    @Test
    void aFullRunDeliversEverythingToAllSinks() {
        sandbox.set("tourbus.run.full", "true");

        var report = run();

        expect(report, VENUES, VENUES);
        assertThat(report.sum("unchanged")).isZero();
    }

    @Test
    void aMissingStreamPreventsTheStart() {
        sandbox.set("tourbus.stream.name", "missing");
        var requests = requests();

        assertThatThrownBy(NewDestinationTest::run)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        "The stream 'missing' does not exist in us-east-1. Create it, or correct"
                                                + " tourbus.stream.name (set by this command) or tourbus.aws.region (set by this command)."));
        assertThat(requests()).isEqualTo(requests);
    }

    @Test
    void aRunWithoutAStreamFailsBeforeTheFirstRequest() {
        var requests = requests();
        try (var tourbus = sandbox.start()) {
            sandbox.servers().kinesis().deleteStream(STREAM);

            var report = tourbus.run("venue-refresh");

            assertThat(report.status()).isEqualTo(Status.FAILED);
            assertThat(report.notes())
                    .anyMatch(note -> note.contains("The stream '%s' does not exist".formatted(STREAM)));
            assertThat(requests()).isEqualTo(requests);

            sandbox.servers().kinesis().createStream(STREAM, 1);

            expect(tourbus.run("venue-refresh"), 0, VENUES);
        }
    }

    private static RunReport run() {
        return sandbox.run("venue-refresh");
    }

    private static int requests() {
        return sandbox.servers().ticketmaster().seen().size();
    }

    private static void expect(RunReport report, long lake, long stream) {
        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.sum("lake_records")).as("lake").isEqualTo(lake);
        assertThat(report.sum("stream_records")).as("stream").isEqualTo(stream);
    }

    private static void empty(Path below) throws IOException {
        try (var files = Files.walk(below)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
