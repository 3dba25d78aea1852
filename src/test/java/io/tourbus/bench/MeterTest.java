package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
    @Tag("slow")
    void aCandidateIsMeasuredInASeparateProcess() throws Exception {
        var processes = new Processes(folder, List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"));
        try (var servers = processes.servers(300, 7, List.of(0L, 0L, 0L))) {
            var measurement = processes.measurement(Candidate.FLOOR, servers.addresses(), List.of(300, 100));

            assertThat(measurement.rounds())
                    .extracting(Measurement.Round::records)
                    .containsExactly(700L, 500L);
            assertThat(measurement.warm().used().allocatedBytes()).isGreaterThan(500 * 4_000);
            assertThat(measurement.warm().stage().cpuSeconds()).isPositive();
        }
    }
}
