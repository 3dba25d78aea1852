package io.tourbus.state;

import static io.tourbus.state.StoreTest.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.db.StateException;
import io.tourbus.state.db.StateException.Problem;
import io.tourbus.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.mvstore.MVStoreTool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 files that are in use, damaged or left behind by a killed process. */
class StateFileTest {

    /** 40,000 hashes of 32 bytes. */
    private static final long LIVE_BYTES = 40_000 * 32;

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
    void aSecondOpenInTheSameProcessFails() {
        try (var state = State.open(url, "tourbus", "")) {
            assertThat(failure().problem()).isEqualTo(Problem.IN_USE);

            state.keyValues().put("still", "there", clock.instant());
            assertThat(state.keyValues().get("still")).contains("there");
        }
        State.open(url, "tourbus", "").close();
    }

    @Test
    void anOpenByAnotherProcessFailsEvenAfterOneInTheSameProcess() throws Exception {
        try (var state = State.open(url, "tourbus", "")) {
            assertThat(failure().problem()).isEqualTo(Problem.IN_USE);

            assertThat(openInAnotherProcess()).contains("in use").contains(url).hasLineCount(1);
            assertThat(state.keyValues().get("unknown")).isEmpty();
        }
        assertThat(openInAnotherProcess()).isEqualTo("open");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 4_096, 8_192, 20_000})
    void anOverwrittenHeaderIsReported(int length) throws IOException {
        var bytes = written();
        Arrays.fill(bytes, 0, length, (byte) '#');

        assertReportedAndUnchanged(bytes);
    }

    /** Cut closer to its end, the file can contain a complete older version, which H2 opens. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 5_000})
    void aTruncatedFileIsReported(int length) throws IOException {
        assertReportedAndUnchanged(Arrays.copyOf(written(), length));
    }

    /** The last blocks of a file can be unused. The file opens without them if all data is in the rest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 128, 4_096, 8_192, 20_000})
    void noDataIsLostSilently(int cut) throws IOException {
        var bytes = written();
        bytes = Arrays.copyOf(bytes, bytes.length - cut);
        Files.write(file, bytes);

        try (var state = State.open(url, "tourbus", "")) {
            assertThat(state.hashes().findAll(records().keySet())).hasSameSizeAs(records());
        } catch (StateException e) {
            assertThat(e.problem()).isEqualTo(Problem.DAMAGED);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
    }

    @Test
    void aFileInAnotherFormatIsReported() throws IOException {
        assertReportedAndUnchanged("SQLite format 3\0".repeat(2_000).getBytes());
    }

    @Test
    void aProcessThatIsKilledLosesLittle() throws Exception {
        var process = inAnotherProcess(Counting.class);
        try (var counts = process.inputReader()) {
            assertThat(counts.lines().anyMatch("300"::equals)).isTrue();
            process.destroyForcibly().waitFor();
        }

        try (var state = State.open(url, "tourbus", "")) {
            assertThat(state.usage().day("ticketmaster", clock.instant()).used())
                    .isGreaterThan(150);
        }
    }

    /** If the slice were lost, a resumed run would deliver its records again under another slice name. */
    @Test
    void aSliceIsOnDiskBeforeItsDelivery() throws IOException {
        var slice = new StoredSlice("ticketmaster", "events", "GB", "ticketmaster-events", "gb-1", Map.of(), List.of());
        var copy = folder.resolve("copy");
        try (var state = State.open(url + ";WRITE_DELAY=600000", "tourbus", "")) {
            state.slices().delivering("run", slice);
            Files.copy(file, folder.resolve("copy.mv.db"));
        }

        try (var state = State.open("jdbc:h2:file:" + copy, "tourbus", "")) {
            assertThat(state.slices().ofRun("run"))
                    .extracting(SliceProgress::slice)
                    .containsExactly(slice);
        }
    }

    /** Runs at full speed: all records are new, unchanged, changed; then half of them. */
    @Test
    void theFileStaysWithinThreeTimesItsLiveData() throws IOException {
        var largest = 0L;
        try (var state = State.open(url, "tourbus", "")) {
            for (var run = 0; run < 5; run++) {
                for (var slice = 0; slice < 80; slice++) {
                    deliver(state, "run" + run, slice, changed(run));
                    largest = Math.max(largest, Files.size(file));
                }
                state.hashes().forget(Instant.EPOCH);
                largest = Math.max(largest, Files.size(file));
            }
            assertThat(state.hashes().count()).isEqualTo(40_000);
        }
        largest = Math.max(largest, Files.size(file));
        try (var state = State.open(url, "tourbus", "")) {
            assertThat(state.hashes().findAll(changed(3).apply(0).keySet())).hasSize(500);
        }
        assertThat(largest).isGreaterThan(LIVE_BYTES).isLessThan(3 * compacted());
    }

    /** Earlier versions did not compact the file, and had a row for each record. */
    @Test
    void theFileOfAnEarlierVersionIsSmallAfterItIsOpened() throws Exception {
        State.open(url, "tourbus", "").close();
        insertRows(40_000);
        var before = Files.size(file);

        long opened;
        try (var state = State.open(url, "tourbus", "")) {
            opened = Files.size(file);
            assertThat(state.hashes().count()).isEqualTo(40_000);
        }

        assertThat(before).isGreaterThan(24 * compacted());
        // On a busy machine, H2 frees the rest a little later.
        assertThat(opened).isGreaterThan(LIVE_BYTES).isLessThan(before / 6);
    }

    /** It writes several times the data. */
    @Test
    void theFileIsSmallAfterATransactionThatChangesAllData() throws IOException {
        try (var state = State.open(url, "tourbus", "")) {
            deliverAll(state, "run0", changed(0));
            state.hashes()
                    .transactions()
                    .write(database -> database.execute("UPDATE hash_blocks SET destinations = destinations - 1"));
        }

        var closed = Files.size(file);
        // On a busy machine, H2 counts old pages as live for a moment.
        assertThat(closed).isGreaterThan(LIVE_BYTES).isLessThan(10 * compacted());
    }

    private void insertRows(int rows) throws SQLException {
        var random = new Random(7);
        try (var database =
                        DriverManager.getConnection(url + ";WRITE_DELAY=1;AUTO_COMPACT_FILL_RATE=0", "tourbus", "");
                var insert = database.prepareStatement("""
                        INSERT INTO hashes (record_key, record_id, hash, delivery, put_on)
                        VALUES (?, ?, RANDOM_UUID(), ?, DATE '2026-11-25')""")) {
            for (var row = 0; row < rows; row++) {
                var id = new UUID(random.nextLong(), random.nextLong());
                insert.setLong(1, id.getMostSignificantBits());
                insert.setObject(2, id);
                insert.setObject(3, new UUID(0, row / 100));
                insert.execute();
                if (row % 500 == 0) {
                    database.createStatement().execute("CHECKPOINT");
                }
            }
        }
    }

    private long compacted() throws IOException {
        MVStoreTool.compact(file.toString(), false);
        return Files.size(file);
    }

    @Test
    void anInterruptedThreadClosesTheFile() {
        var state = State.open(url, "tourbus", "");
        deliverAll(state, "run0", changed(0));

        Thread.currentThread().interrupt();
        try {
            state.close();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        // The pool does not wait for its connections on an interrupted thread.
        await().ignoreExceptionsInstanceOf(StateException.class).untilAsserted(() -> {
            try (var again = State.open(url, "tourbus", "")) {
                assertThat(again.hashes().count()).isEqualTo(40_000);
            }
        });
    }

    private void deliverAll(State state, String run, IntFunction<Map<String, String>> records) {
        for (var slice = 0; slice < 80; slice++) {
            deliver(state, run, slice, records);
        }
    }

    private static IntFunction<Map<String, String>> changed(int run) {
        return slice -> IntStream.range(0, 500)
                .filter(i -> run != 1 && (run < 4 || i % 2 == 0))
                .mapToObj(i -> slice * 500 + i)
                .collect(Collectors.toMap(i -> "record" + i, i -> hash(run * 40_000 + i)));
    }

    private void deliver(State state, String run, int slice, IntFunction<Map<String, String>> records) {
        var name = "slice" + slice;
        var parameters = Map.of("startDateTime", "2026-12-01T00:00:00Z", "endDateTime", "2026-12-02T00:00:00Z");
        var stored =
                new StoredSlice("ticketmaster", "events", "GB", "ticketmaster-events", name, parameters, List.of());
        state.slices().delivering(run, stored);
        state.slices()
                .done(
                        new Delivery(run, name),
                        new SliceProgress(stored, true, 500, 500, 500),
                        records.apply(slice),
                        clock.instant(),
                        Optional.empty());
        state.artists()
                .add(IntStream.range(0, 20).mapToObj(i -> hash(slice * 20 + i)).toList(), "GB", clock.instant());
    }

    private void assertReportedAndUnchanged(byte[] bytes) throws IOException {
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
            state.hashes().put(records(), new Delivery("run", "slice"), clock.instant());
        }
        return Files.readAllBytes(file);
    }

    private static Map<String, String> records() {
        var hashes = new TreeMap<String, String>();
        for (var i = 0; i < 2_000; i++) {
            hashes.put("record" + i, hash(i));
        }
        return hashes;
    }

    private StateException failure() {
        var failure = catchThrowableOfType(
                StateException.class, () -> State.open(url, "tourbus", "").close());
        assertThat(failure.getMessage()).hasLineCount(1).contains(url);
        return failure;
    }

    private String openInAnotherProcess() throws IOException, InterruptedException {
        var process = inAnotherProcess(Opening.class);
        var output = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private Process inAnotherProcess(Class<?> program) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Opens and closes the state database, and prints the result. */
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

    /** Counts requests without end, and prints each count. */
    static final class Counting {

        private Counting() {}

        public static void main(String[] url) {
            var now = new TestClock().instant();
            var state = State.open(url[0], "tourbus", "");
            while (true) {
                System.out.println(state.usage()
                        .count("ticketmaster", "daily", now, day -> {})
                        .used());
            }
        }
    }
}
