package io.tourbus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.testing.LakeFiles;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tourbus in a process whose files have a maximum size, so that the state cannot grow. */
class FullDiskTest {

    @TempDir
    private Path folder;

    private final Catalogue catalogue =
            new Catalogue(new Catalogue.Size(7, 150, 80, 900, LocalDate.now(ZoneOffset.UTC)));
    private SandboxServers servers;
    private Map<String, String> environment;

    @BeforeEach
    void open() throws IOException {
        servers = new SandboxServers(
                catalogue, folder.resolve("lake"), 0, new TicketmasterServer.Options("sandbox-key", 1_000, 100_000));
        environment = new HashMap<>(servers.environment());
        environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "2");
        environment.put("API_RATE_LIMIT_REQUESTS", "60000");
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void aFailedStartOnAFullDiskLeavesNoIncompleteFile() throws Exception {
        var ended = TourbusProcess.startWithFilesOf(100, Path.of(""), folder, environment, "run", "daily")
                .ended();

        assertThat(ended.code()).as(ended.err()).isEqualTo(78);
        // The native crypto library may not fit on the disk either, which is logged.
        assertThat(ended.err().lines().filter(line -> !line.contains("native crypto")))
                .singleElement()
                .asString()
                .startsWith("tourbus: The state database ")
                .contains("cannot be written", "Free disk space", "tourbus.state.folder");
        assertThat(folder.resolve("state/state.mv.db")).doesNotExist();
        assertThat(servers.ticketmaster().seen()).isEmpty();
    }

    @Test
    @Tag("slow")
    void aRunWithoutDiskSpaceForItsStateEndsAndIsResumedLater() throws Exception {
        TourbusProcess.start(Path.of(""), folder, environment, "resume").ended();

        var ended = TourbusProcess.startWithFilesOf(520, Path.of(""), folder, environment, "run", "daily")
                .ended();

        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err())
                .doesNotContain("\tat ")
                .containsPattern("(?m)^tourbus: The state database .* cannot be written.*\\. Free disk space");

        var resumed = TourbusProcess.start(Path.of(""), folder, environment, "run", "daily")
                .ended();

        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("resumed after a crash or a time limit");
        assertThat(ids("concert_id", "concerts"))
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.concertRecordIds().toList());
        assertThat(ids("venue_id", "venues"))
                .containsExactlyInAnyOrderElementsOf(catalogue.venueRecordIds().toList());
        assertThat(ids("artist_id", "artists"))
                .containsExactlyInAnyOrderElementsOf(catalogue.artistRecordIds().toList());
    }

    private List<String> ids(String field, String entity) throws IOException {
        return new LakeFiles(folder.resolve("lake").resolve(SandboxServers.BUCKET))
                .records("normalized/" + entity).stream()
                        .map(record -> record.path(field).asText())
                        .toList();
    }
}
