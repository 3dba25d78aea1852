package io.tourbus.state.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tourbus.state.State;
import io.tourbus.state.limit.QuotaUsage.QuotaDay;
import io.tourbus.state.limit.SourceBlocks.SourceBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses the H2 file, and one that cannot open it meanwhile, such as {@code preview} beside {@code serve}. */
class LimitFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
    private static final Consumer<QuotaDay> ALLOWED = day -> {};

    @TempDir
    private Path folder;

    private State serve;
    private State preview;

    @BeforeEach
    void open() {
        serve = State.open(url(), "", "");
        preview = State.empty(url());
    }

    @AfterEach
    void close() {
        serve.close();
        preview.close();
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("state");
    }

    @Test
    void bothCountTheSameRequests() {
        serve.usage().count("spotify", "daily", NOW, ALLOWED);
        preview.usage().count("spotify", "preview", NOW, ALLOWED);
        serve.usage()
                .count("spotify", "daily", NOW, day -> assertThat(day.used()).isEqualTo(2));

        var day = new QuotaDay(NOW.plus(Duration.ofHours(24)), Map.of("daily", 2L, "preview", 1L));
        assertThat(serve.usage().day("spotify", NOW)).isEqualTo(day);
        assertThat(preview.usage().day("spotify", NOW)).isEqualTo(day);
        assertThat(preview.usage().day("ticketmaster", NOW).used()).isZero();
    }

    @Test
    void concurrentRequestsDoNotExceedTheLimit() {
        var processes = new State[] {serve, preview};
        var taken = new CompletableFuture<?>[2];
        for (int i = 0; i < 2; i++) {
            var usage = processes[i].usage();
            taken[i] = CompletableFuture.runAsync(() -> {
                for (int request = 0; request < 60; request++) {
                    try {
                        usage.count("spotify", "daily", NOW, LimitFilesTest::requireLessThan100);
                    } catch (IllegalStateException e) {
                        // the limit is reached
                    }
                }
            });
        }
        CompletableFuture.allOf(taken).join();

        assertThat(preview.usage().day("spotify", NOW).used()).isEqualTo(100);
    }

    private static void requireLessThan100(QuotaDay day) {
        if (day.used() >= 100) {
            throw new IllegalStateException("used up");
        }
    }

    @Test
    void aRefusedRequestIsNotCounted() {
        assertThatIllegalStateException()
                .isThrownBy(() -> preview.usage().count("spotify", "daily", NOW, day -> {
                    throw new IllegalStateException("used up");
                }));

        assertThat(preview.usage().day("spotify", NOW).used()).isZero();
    }

    @Test
    void aNewDayBeginsForBoth() {
        serve.usage().count("spotify", "daily", NOW, ALLOWED);
        var tomorrow = NOW.plus(Duration.ofHours(24));
        preview.usage().count("spotify", "preview", tomorrow, ALLOWED);

        assertThat(serve.usage().day("spotify", tomorrow).byJob()).isEqualTo(Map.of("preview", 1L));
    }

    @Test
    void theDatabaseKeepsTheCountIfTheFileIsLost() throws IOException {
        preview.usage().count("spotify", "preview", NOW, ALLOWED);
        serve.usage().count("spotify", "daily", NOW, ALLOWED);

        Files.delete(folder.resolve("state.quota-spotify.json"));

        serve.usage().count("spotify", "daily", NOW, ALLOWED);
        assertThat(preview.usage().day("spotify", NOW).byJob()).isEqualTo(Map.of("daily", 2L, "preview", 1L));
    }

    /** The database does not store each request. */
    @Test
    void theDatabaseHasAllCountsAfterTheEndIfTheFileIsLost() throws IOException {
        for (var request = 0; request < 20; request++) {
            serve.usage().count("spotify", "daily", NOW, ALLOWED);
        }
        serve.close();
        Files.delete(folder.resolve("state.quota-spotify.json"));

        serve = State.open(url(), "", "");

        assertThat(serve.usage().day("spotify", NOW).byJob()).isEqualTo(Map.of("daily", 20L));
    }

    @Test
    void bothRespectABlockAndItsEnd() {
        var first = new SourceBlock("spotify", NOW.plusSeconds(100), "Retry-After 100");
        preview.blocks().put(first);
        assertThat(serve.blocks().find("spotify", NOW)).contains(first);

        var longer = new SourceBlock("spotify", NOW.plusSeconds(200), "Retry-After 200");
        serve.blocks().put(longer);
        assertThat(preview.blocks().find("spotify", NOW)).contains(longer);
        assertThat(preview.blocks().find("spotify", longer.until())).isEmpty();

        serve.blocks().clear("spotify");
        assertThat(serve.blocks().find("spotify", NOW)).isEmpty();
    }

    @Test
    void theFilesArePrivateAndDoNotContainTheKey() throws IOException {
        preview.rate("spotify", "s3cr3t-key").update((last, now) -> last.pause(now, 1));

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .filteredOn(file -> file.toString().endsWith(".json"))
                    .singleElement()
                    .satisfies(file -> {
                        assertThat(file.getFileName().toString()).matches("state\\.rate-spotify-[0-9a-f]{16}\\.json");
                        assertThat(file).content().doesNotContain("s3cr3t");
                        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                .isEqualTo("rw-------");
                    });
        }
    }
}
