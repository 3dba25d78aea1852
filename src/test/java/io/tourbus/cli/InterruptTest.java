package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.testing.TourbusProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstInterruptFinishesSlicesAndTheSecondHaltsTheProcess() throws Exception {
        var catalogue = new Catalogue(new Catalogue.Size(3, 5, 400, 5, LocalDate.now(ZoneOffset.UTC)));
        try (var servers = new SandboxServers(
                catalogue, folder.resolve("lake"), 0, new TicketmasterServer.Options("sandbox-key", 1_000, 100_000))) {
            var environment = new HashMap<>(servers.environment());
            environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "60000");
            var process = TourbusProcess.startInterruptible(Path.of(""), folder, environment, "run", "venue-refresh");
            try {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> !servers.ticketmaster().seen().isEmpty());

                process.interrupt();
                await().atMost(Duration.ofSeconds(30)).until(() -> process.err().contains("Ctrl-C again"));
                assertThat(process.isAlive()).isTrue();
                process.interrupt();

                await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
                assertThat(process.ended().code()).isEqualTo(130);
            } finally {
                process.kill();
            }
        }
    }
}
