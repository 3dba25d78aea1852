package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.LandedObject;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.State;
import io.tourbus.state.StoredSlice;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The size of the state after many runs. */
class RunRetentionTest {

    private static final int DAYS = 3;
    private static final Duration BETWEEN_RUNS = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final State state = State.open(url, "", "");
    private final RunManager runManager = runManager();

    private RunManager runManager() {
        var settings = Settled.with("tourbus.state.record-days", String.valueOf(DAYS));
        var reader = new Reader(
                scope -> new SliceQueue(Stream.empty(), List.of(), SplitStrategy.NONE, () -> {}),
                TestState.quota("spotify", clock),
                new ConcurrencyLimiter(1));
        return new RunManager(
                Map.of("spotify", reader),
                List.of(),
                List.of(),
                () -> RunSettings.read(settings),
                new GapTracker(state.gaps()),
                new RunRegistry(state, () -> RunSettings.read(settings), clock),
                clock);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void theRowsOfARunAreDeletedAfterTheRetentionSoThatTheStateStaysTheSame() throws SQLException {
        var runsKept = DAYS * 24 + 1;
        for (int i = 0; i < runsKept + 24; i++) {
            run(i);
        }
        var rows = rows();
        assertThat(rows).containsEntry("RUNS", (long) runsKept);
        assertThat(rows).containsEntry("RUN_SLICES", 0L).containsEntry("LANDED_OBJECTS", 0L);

        for (int i = 0; i < 2 * 24; i++) {
            run(1_000 + i);
        }

        assertThat(rows()).isEqualTo(rows);
    }

    /** A run that delivers a slice with a record that no other run delivers. */
    private void run(int number) {
        clock.advance(BETWEEN_RUNS);
        var run = runManager.open(number % 2 == 0 ? "daily" : "hourly");
        var slice = new StoredSlice(
                "spotify", "artists", "search", "spotify-search", "slice-" + number, Map.of(), List.of());
        state.slices().delivering(run.id(), slice);
        state.slices()
                .done(
                        new Delivery(run.id(), slice.name()),
                        new SliceProgress(slice, true, 1, 1, 1),
                        Map.of("record-" + number, "%032x".formatted(number)),
                        clock.instant(),
                        Optional.empty());
        state.landedObjects().put(run.id(), new LandedObject("lake", "raw/" + number, 1, 1, "hash"), clock.instant());
        runManager.ended(run, runManager.close(run));
    }

    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (var connection = DriverManager.getConnection(url, "", "");
                var tables = connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"BASE TABLE"})) {
            while (tables.next()) {
                var table = tables.getString("TABLE_NAME");
                try (var statement = connection.createStatement();
                        var count = statement.executeQuery("SELECT COUNT(*) FROM \"%s\"".formatted(table))) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }
}
