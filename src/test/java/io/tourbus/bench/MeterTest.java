package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures this process and a child process. */
class MeterTest {

    private static final int PIECE = 10_000;
    private static final long WANTED = 600_000_000;

    @TempDir
    private Path folder;

    private volatile byte[] piece;

    @Test
    void allocationsAreCountedDespiteCollections() throws InterruptedException {
        var meter = new Meter();
        meter.lap();
        var thread = new Thread(() -> {
            for (long done = 0; done < WANTED; done += PIECE) {
                piece = new byte[PIECE];
            }
        });
        thread.start();
        thread.join();
        var lap = meter.lap();

        assertThat(lap.allocatedBytes()).isBetween(WANTED, 2 * WANTED);
        assertThat(lap.cpuSeconds()).isPositive();
        assertThat(piece).hasSize(PIECE);
    }

    @Test
    void serversThatDoNotStartEndTheBenchmarkWithTheirError() {
        var processes = new Processes(folder, List.of(), Optional.empty(), Optional.empty());
        var withoutCertificate = new BenchServers.Offer(
                1, false, 7, List.of(0L, 0L, 0L), folder.resolve("missing").toString());

        assertThatThrownBy(() -> processes.servers(withoutCertificate, List.of("-XX:TieredStopAtLevel=1")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The servers of the benchmark do not start (exit code 1): ")
                .hasMessageContaining("missing");
    }

    @Test
    @Tag("slow")
    void aCandidateIsMeasuredInASeparateProcess() throws Exception {
        var processes = new Processes(
                folder, List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"), Optional.empty(), Optional.empty());
        var certificate = ServerCertificate.create(folder);
        var offer = new BenchServers.Offer(
                300, false, 7, List.of(0L, 0L, 0L), certificate.folder().toString());
        try (var servers = processes.servers(offer)) {
            assertThat(servers.addresses().api()).startsWith("https://");
            assertThat(servers.addresses().lake()).startsWith("https://");
            assertThat(servers.addresses().stream()).startsWith("https://");
            var measurement = processes.measurement(Candidate.FLOOR, servers.addresses(), List.of(300, 100));

            assertThat(measurement.rounds())
                    .extracting(Measurement.Round::records)
                    .containsExactly(1_128L, 658L);
            assertThat(measurement.warm().used().allocatedBytes()).isGreaterThan(500 * 4_000);
            assertThat(measurement.warm().stage().cpuSeconds()).isPositive();
            assertThat(measurement.warm().stage().apiTraffic().sent()).isLessThan(100 * 2_000);
        }
    }
}
