package io.tourbus.state;

import static io.tourbus.state.StoreTest.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.GapRepository.Gap;
import io.tourbus.state.db.StateException;
import io.tourbus.state.db.StateException.Problem;
import io.tourbus.state.limit.SourceBlocks.SourceBlock;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

    private static final String PASSWORD = "s3cr3t-pw";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private String url;

    @BeforeEach
    void useMissingFolder() {
        url = "jdbc:h2:file:" + folder.resolve("data/state");
    }

    @Test
    void aBlockSurvivesARestart() {
        var block = new SourceBlock("spotify", clock.instant().plus(Duration.ofHours(1)), "Retry-After 3600");
        try (var state = open()) {
            state.blocks().put(block);
        }

        try (var state = open()) {
            assertThat(state.blocks().find("spotify", clock.instant())).contains(block);
        }
    }

    @Test
    void everythingSurvivesARestart() {
        var now = clock.instant();
        var starts = new TreeMap<>(Map.of(now, 3));
        var gap = new Gap(
                new StoredSlice(
                        "ticketmaster", "events", "GB", "ticketmaster-events", "monday", Map.of(), List.of("G5vYZ")),
                "HTTP 500");
        try (var state = open()) {
            state.usage().count("ticketmaster", "daily", now, day -> {});
            state.eventCounts().save("GB", starts);
            state.hashes().put(Map.of("a", hash(1)), new Delivery("run", "slice"), now);
            state.artists().add(List.of("a"), "search", now);
            state.gaps().replace(List.of(), List.of(gap));
            state.keyValues().put("genres", "absent", now);
        }

        try (var state = open()) {
            assertThat(state.usage().day("ticketmaster", now).used()).isEqualTo(1);
            assertThat(state.eventCounts().find("GB")).isEqualTo(starts);
            assertThat(state.hashes().findAll(List.of("a")))
                    .hasEntrySatisfying(
                            "a", known -> assertThat(known.hasHash(hash(1))).isTrue());
            assertThat(state.artists().ids()).containsExactly("a");
            assertThat(state.gaps().all()).containsExactly(gap);
            assertThat(state.keyValues().get("genres")).contains("absent");
        }
    }

    @Test
    void theFolderHoldsOneFile() throws IOException {
        open().close();

        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).containsExactly(folder.resolve("data/state.mv.db"));
        }
    }

    @Test
    void aFolderThatCannotBeCreatedIsReported() throws IOException {
        Files.writeString(folder.resolve("data"), "a file");

        assertThat(failure().problem()).isEqualTo(Problem.NOT_WRITABLE);
        assertThat(failure()).hasMessageContaining(folder.resolve("data") + " is not a writable directory");
    }

    @Test
    void aReadOnlyFolderIsReported() throws IOException {
        var data = Files.createDirectory(folder.resolve("data"));
        assertThat(data.toFile().setWritable(false)).isTrue();

        if (!Files.isWritable(data)) {
            assertThat(failure().problem()).isEqualTo(Problem.NOT_WRITABLE);
        } else {
            assertThat(openedWithoutPrivileges()).contains(data + " is not a writable directory");
        }
    }

    /** Opens the state in a process without root's permission to write everywhere. Returns its output. */
    private String openedWithoutPrivileges() throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"));
        command.addAll(TourbusProcess.java());
        command.addAll(List.of(Opening.class.getName(), url));
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setpriv")), "root may write everywhere, and setpriv is missing");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static final class Opening {

        private Opening() {}

        public static void main(String[] arguments) {
            State.open(arguments[0], "tourbus", PASSWORD).close();
        }
    }

    @Test
    void aPasswordIsNeverShown() {
        open().close();

        var wrong = failure(url, "wr0ng-" + PASSWORD);
        assertThat(wrong.problem()).isEqualTo(Problem.REFUSED);
        assertThat(wrong).hasMessageContaining(url).hasMessageContaining("'tourbus'");
        assertThat(wrong.getMessage()).doesNotContain(PASSWORD);

        var inTheUrl = failure("jdbc:postgresql://127.0.0.1:1/state?password=" + PASSWORD, "");
        assertThat(inTheUrl.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(inTheUrl).hasMessageContaining("password=***");
        assertThat(inTheUrl.getMessage()).doesNotContain(PASSWORD);
    }

    @Test
    void anUnreachableDatabaseIsReported() {
        var failure = failure("jdbc:postgresql://127.0.0.1:1/state", PASSWORD);

        assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(failure).hasMessageContaining("jdbc:postgresql://127.0.0.1:1/state");
    }

    @Test
    void anUnknownOptionOfH2IsNotReportedAsDamage() {
        open().close();

        assertThat(failure(url + ";FLAVOUR=sweet", PASSWORD).problem()).isEqualTo(Problem.OTHER);
    }

    @Test
    void anUnsupportedDatabaseIsReported() {
        assertThat(failure("jdbc:mysql://localhost/state", "")).hasMessageContaining("jdbc:h2:file:./data/state");
    }

    private State open() {
        return State.open(url, "tourbus", PASSWORD);
    }

    private StateException failure() {
        return failure(url, PASSWORD);
    }

    private static StateException failure(String url, String password) {
        var failure = catchThrowableOfType(
                StateException.class, () -> State.open(url, "tourbus", password).close());
        assertThat(failure.getMessage()).hasLineCount(1);
        return failure;
    }
}
