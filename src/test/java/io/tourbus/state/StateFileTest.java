package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tourbus.TestClock;
import io.tourbus.state.StateException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is in use or damaged is told of, and left as it is. */
class StateFileTest {

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private String url;
    private Path file;

    @BeforeEach
    void name() {
        url = "jdbc:h2:file:" + folder.resolve("state");
        file = folder.resolve("state.mv.db");
    }

    @Test
    void aSecondOpenInTheSameProcessIsTold() {
        try (var state = State.open(url, "tourbus", "")) {
            assertThat(failure().problem()).isEqualTo(Problem.IN_USE);

            state.facts().put("still", "there", clock.instant());
            assertThat(state.facts().get("still")).contains("there");
        }
        State.open(url, "tourbus", "").close();
    }

    @Test
    void aSecondOpenByAnotherProcessIsToldEvenAfterOneInTheSame() throws Exception {
        try (var state = State.open(url, "tourbus", "")) {
            assertThat(failure().problem()).isEqualTo(Problem.IN_USE);

            assertThat(openInAnotherProcess()).contains("in use").contains(url).hasLineCount(1);
            assertThat(state.facts().get("unknown")).isEmpty();
        }
        assertThat(openInAnotherProcess()).isEqualTo("open");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 4_096, 8_192, 20_000})
    void anOverwrittenHeaderIsTold(int length) throws IOException {
        var bytes = written();
        Arrays.fill(bytes, 0, length, (byte) '#');

        assertToldAndLeft(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "512", "5000", "-1"})
    void aFileCutShortIsTold(String length) throws IOException {
        var bytes = written();

        assertToldAndLeft(Arrays.copyOf(bytes, newLength(length, bytes.length)));
    }

    @Test
    void aFileOfSomethingElseIsTold() throws IOException {
        assertToldAndLeft("SQLite format 3\0".repeat(2_000).getBytes());
    }

    @Test
    void aProcessThatWasKilledLeavesAFileThatOpens() throws IOException {
        var copy = folder.resolve("copy");
        try (var state = State.open(url, "tourbus", "")) {
            state.facts().put("a", "1", clock.instant());
            state.hashes().put(Map.of("a", "1"), clock.instant());
            Files.copy(file, Path.of(copy + ".mv.db"));
        }

        State.open("jdbc:h2:file:" + copy, "tourbus", "").close();
    }

    private void assertToldAndLeft(byte[] bytes) throws IOException {
        Files.write(file, bytes);

        for (var attempt = 0; attempt < 2; attempt++) {
            assertThat(failure().problem()).isEqualTo(Problem.DAMAGED);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private byte[] written() throws IOException {
        try (var state = State.open(url, "tourbus", "")) {
            var hashes = new TreeMap<String, String>();
            for (var i = 0; i < 2_000; i++) {
                hashes.put("record" + i, "hash" + i);
            }
            state.hashes().put(hashes, clock.instant());
        }
        return Files.readAllBytes(file);
    }

    private static int newLength(String length, int full) {
        var bytes = Integer.parseInt(length);
        return bytes < 0 ? full + bytes : bytes;
    }

    private StateException failure() {
        var failure = catchThrowableOfType(
                StateException.class, () -> State.open(url, "tourbus", "").close());
        assertThat(failure.getMessage()).hasLineCount(1).contains(url);
        return failure;
    }

    private String openInAnotherProcess() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Opening.class.getName(), url)
                .start();
        var said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    /** Opens and closes the state, and says how that went. */
    static final class Opening {

        private Opening() {}

        public static void main(String[] url) {
            try {
                State.open(url[0], "tourbus", "").close();
                System.out.println("open");
            } catch (StateException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
