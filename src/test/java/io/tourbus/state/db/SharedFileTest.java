package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.testing.Logged;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFileTest {

    @TempDir
    private Path folder;

    public record Count(long requests) {

        Count next() {
            return new Count(requests + 1);
        }
    }

    private Path path() {
        return folder.resolve("new/count.json");
    }

    private SharedFile<Count> open(Duration patience) {
        return new SharedFile<>(path(), new Count(0), Count.class, patience);
    }

    @Test
    void severalThreadsOfSeveralInstancesLoseNoChange() {
        var all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    var file = open(Duration.ofSeconds(10));
                    for (int change = 0; change < 50; change++) {
                        file.update(Count::next);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();

        assertThat(open(Duration.ZERO).read()).isEqualTo(new Count(300));
    }

    @Test
    void aShorterValueReplacesALongerOne() throws IOException {
        open(Duration.ZERO).update(last -> new Count(123_456_789));
        open(Duration.ZERO).update(last -> new Count(1));

        assertThat(path()).hasContent("{\"requests\":1}");
        // the process ended before the rest was cut off
        Files.writeString(path(), "{\"requests\":2}89}");
        assertThat(open(Duration.ZERO).read()).isEqualTo(new Count(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"requests\":", "\0\0\0\0\0\0", "[]", "no JSON at all", "{\"requests\":\"x\"}"})
    void aDamagedFileIsReplacedWithOneWarning(String content) throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), content);

        try (var log = new Logged()) {
            var file = open(Duration.ZERO);
            assertThat(file.update(Count::next)).isEqualTo(new Count(1));
            assertThat(file.update(Count::next)).isEqualTo(new Count(2));
            assertThat(log.warnings()).singleElement().asString().contains("damaged", path().toString());
        }
    }

    @Test
    void aFileThatCannotBeUsedIsReportedOnceAndTheProcessContinues() throws IOException {
        Files.createDirectories(path());

        try (var log = new Logged()) {
            var file = open(Duration.ZERO);
            assertThat(file.update(Count::next)).isEqualTo(new Count(1));
            assertThat(file.update(Count::next)).isEqualTo(new Count(2));
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("not shared with other processes", path().toString());
        }
    }

    @Test
    void anInterruptedThreadChangesTheFileAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        open(Duration.ZERO).update(Count::next);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(open(Duration.ZERO).read()).isEqualTo(new Count(1));
    }

    /** Locks the file of its argument until it is killed. */
    public static final class Holder {

        public static void main(String[] arguments) throws Exception {
            try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                System.out.println(lock.isValid());
                System.in.read();
            }
        }
    }

    private Process hold() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var process = new ProcessBuilder(java, "-cp", classes, Holder.class.getName(), path().toString()).start();
        assertThat(process.inputReader().readLine()).isEqualTo("true");
        return process;
    }

    @Test
    void aProcessThatHoldsTheFileDelaysOthersForABoundedTimeAndReleasesItWhenItDies() throws Exception {
        open(Duration.ZERO).update(last -> new Count(5));
        var process = hold();
        try (var log = new Logged()) {
            var file = open(Duration.ofMillis(100));
            assertThat(file.update(Count::next)).isEqualTo(new Count(1));
            assertThat(log.warnings()).singleElement().asString().contains("another process has locked it for 100 ms");

            var patient = open(Duration.ofSeconds(60));
            var waiting = new Thread(() -> patient.update(Count::next));
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            process.destroyForcibly();

            waiting.join(30_000);
            assertThat(patient.read()).isEqualTo(new Count(6));
        } finally {
            process.destroyForcibly();
        }
    }
}
