package io.tourbus.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends what the lake holds of a daily run. */
class RedeliveryTest extends SandboxTest {

    private String run;
    private int requests;

    @BeforeEach
    void deliver() throws IOException {
        sandbox = new SandboxContext(folder, 20, 12, 30);
        run = sandbox.run("daily").runId();
        requests = requests();
    }

    @Test
    void aNewStreamReceivesTheRecordsOfARunWithoutARequest() throws IOException {
        var records = sandbox.lines("normalized").size();
        sandbox.servers().kinesis().createStream("other", 1);
        sandbox.set("tourbus.stream.name", "other");

        try (var tourbus = sandbox.start()) {
            var done = tourbus.redeliver(run, "stream", null);

            assertThat(done.records()).isEqualTo(records);
            assertThat(done.refused()).isZero();
            assertThat(done.missing()).isZero();
            assertThat(requests()).isEqualTo(requests);
            assertThat(sandbox.servers().kinesis().records("other")).hasSize(records);
            assertThat(tourbus.run("venue-refresh").sum("stream_records"))
                    .as("the stream has them now")
                    .isZero();
        }
    }

    @Test
    void aNewLakeReceivesTheObjectsOfAnotherBucket() throws IOException {
        sandbox.servers().lake().createBucket("other");
        sandbox.set("tourbus.lake.bucket", "other").set("tourbus.lake.unchanged", "false");

        try (var tourbus = sandbox.start()) {
            var cancelling = tourbus.operations();
            cancelling.interrupt();
            var cancelled = cancelling.redeliver(run, "lake", SandboxServers.BUCKET);
            assertThat(cancelled.cancelled()).isTrue();
            assertThat(cancelled.objects()).isZero();
            assertThat(tourbus.bean("lakeReader", LakeReader.class).listings(""))
                    .as("manifests")
                    .isEmpty();

            var done = tourbus.redeliver(run, "lake", SandboxServers.BUCKET);

            assertThat(done.records()).isPositive();
            assertThat(requests()).isEqualTo(requests);
            assertThat(tourbus.run("venue-refresh").sum("lake_records")).isZero();
        }
        try (var check = sandbox.check()) {
            var found = check.verify(Optional.of(run), line -> {});
            assertThat(found.different()).isZero();
            assertThat(found.records()).isEqualTo(sandbox.lines("normalized").size());
        }
    }

    @Test
    void objectsThatWereChangedOrDeletedSinceTheRunAreNamedAndNotSent() throws IOException {
        var venues = sandbox.keys().stream()
                .filter(key -> key.startsWith("normalized/venues/"))
                .findFirst()
                .orElseThrow();
        var concerts = sandbox.keys().stream()
                .filter(key -> key.startsWith("normalized/concerts/"))
                .findFirst()
                .orElseThrow();
        var records = sandbox.lines("normalized").size();
        Files.writeString(sandbox.file(venues), "changed");
        Files.delete(sandbox.file(concerts));
        sandbox.servers().kinesis().createStream("other", 1);
        sandbox.servers().lake().createBucket("copy");

        try (var tourbus = sandbox.set("tourbus.stream.name", "other").start()) {
            var done = tourbus.redeliver(run, "stream", null);

            assertThat(done.skipped())
                    .hasSize(2)
                    .anyMatch(line -> line.contains(venues))
                    .anyMatch(line -> line.endsWith(concerts + ": missing"));
            assertThat(done.missing()).isPositive();
            assertThat(done.records() + done.missing()).isEqualTo(records);
        }
        try (var tourbus = sandbox.set("tourbus.lake.bucket", "copy").start()) {
            assertThat(tourbus.redeliver(run, "lake", SandboxServers.BUCKET).skipped())
                    .hasSize(2);
        }
        try (var check = sandbox.check()) {
            assertThat(check.verify(Optional.of(run), line -> {}).different()).isEqualTo(2);
        }
    }

    @Test
    void aRunWithoutAManifestIsAnError() {
        try (var tourbus = sandbox.start()) {
            assertThatThrownBy(() -> tourbus.redeliver("20200101T000000Z-daily-0000", "stream", null))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("has no manifest");
        }
    }

    private int requests() {
        return sandbox.servers().ticketmaster().seen().size()
                + sandbox.servers().spotify().seen().size();
    }
}
