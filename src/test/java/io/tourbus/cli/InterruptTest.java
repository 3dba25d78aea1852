package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.TourbusProcess;
import io.tourbus.sandbox.Catalogue;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.TicketmasterServer;
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
    void theFirstInterruptLetsSlicesEndAndTheSecondDoesNot() throws Exception {
        var catalogue = new Catalogue(new Catalogue.Size(3, 5, 400, 5, LocalDate.now(ZoneOffset.UTC)));
        try (var servers = new SandboxServers(
                catalogue, folder.resolve("lake"), 0, new TicketmasterServer.Options("sandbox-key", 1_000, 100_000))) {
            var environment = new HashMap<>(servers.environment());
            environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "60000");
            var process = TourbusProcess.start(Path.of(""), folder, environment, "run", "venue-refresh");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !servers.ticketmaster().seen().isEmpty());

            process.interrupt();
            await().atMost(Duration.ofSeconds(10)).until(() -> process.err().contains("Ctrl-C again"));
            assertThat(process.isAlive()).isTrue();
            process.interrupt();

            await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
            assertThat(process.ended().code()).isEqualTo(130);
        }
    }
}
