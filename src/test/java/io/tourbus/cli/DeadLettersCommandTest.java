package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.testing.Program;
import io.tourbus.testing.Program.Ended;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersCommandTest {

    @TempDir
    private Path folder;

    private final Catalogue catalogue = new Catalogue(new Catalogue.Size(3, 5, 20, 5, LocalDate.now(ZoneOffset.UTC)));
    private SandboxServers servers;
    private Map<String, String> settings;

    @BeforeEach
    void open() throws Exception {
        servers = new SandboxServers(
                catalogue, folder.resolve("lake"), 0, new TicketmasterServer.Options("sandbox-key", 1_000, 100_000));
        settings = new HashMap<>(servers.overrides());
        servers.systemProperties().forEach(System::setProperty);
        settings.put("tourbus.ticketmaster.millis-per-request", "2");
        settings.put("tourbus.stream.max-attempts", "1");
    }

    @AfterEach
    void close() {
        servers.systemProperties().keySet().forEach(System::clearProperty);
        servers.close();
    }

    @Test
    void deadLettersAreListedShownReplayedAndDropped() {
        var two = catalogue.venueRecordIds().limit(2).toList();
        servers.kinesis().refuse(two::contains);
        assertThat(tourbus("run", "venue-refresh").code()).isEqualTo(3);

        var list = tourbus("dead-letters", "list");
        assertThat(list.out()).contains(two).contains("2 dead letters");
        assertThat(tourbus("dead-letters", "list", "--json").out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"id\":") && line.contains("\"stage\":\"stream\""));
        assertThat(tourbus("dead-letters", "show", "1").out()).contains("\"venue_id\"");
        assertThat(tourbus("dead-letters", "drop", "1").out()).contains("1 dropped");

        servers.kinesis().refuse(key -> false);
        var unknown = tourbus("dead-letters", "replay", "2", "98", "99");
        assertThat(unknown.code()).as("%s", unknown).isEqualTo(2);
        assertThat(unknown.toString()).contains("98, 99");
        assertThat(tourbus("dead-letters", "drop", "99").code()).isEqualTo(2);
        assertThat(tourbus("dead-letters", "list").out()).contains("1 dead letters");
        var replayed = tourbus("dead-letters", "replay", "--all");
        assertThat(replayed.code()).as("%s", replayed).isZero();
        assertThat(replayed.out()).contains("1 of 1 redelivered");
        assertThat(servers.kinesis().records(SandboxServers.STREAM)).hasSize(19);
    }

    @Test
    void showsTheTextOfACompressedObject() throws Exception {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write("{\"name\":\"Köln\"}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(DeadLettersCommand.payload(compressed.toByteArray())).isEqualTo("{\"name\":\"Köln\"}");
        assertThat(DeadLettersCommand.payload(new byte[(1 << 20) + 1]))
                .endsWith("(only the first 1,048,576 bytes are shown)");
    }

    private Ended tourbus(String... arguments) {
        return Program.run(settings, arguments);
    }
}
