package io.tourbus.state;

import static io.tourbus.state.StoreTest.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.model.Sha256;
import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.testing.Logged;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What differs from a table with a row for each record. The tests that extend {@link StoreTest} hold for both. */
class HashBlocksTest {

    private static final Delivery RUN = new Delivery("run", "slice");
    private static final Delivery NEXT = new Delivery("next", "slice", true, 7, 0b100);

    private final Instant now = Instant.parse("2026-11-25T02:00:00Z");
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private State state;

    @BeforeEach
    void open() {
        state = State.open(url, "", "");
    }

    @AfterEach
    void close() throws SQLException {
        state.close();
        execute("SHUTDOWN");
    }

    private void reopen() {
        state.close();
        open();
    }

    @Test
    void aRestartRemembersTheLastDeliveryOfEachRecord() throws SQLException {
        state.hashes().put(records(0, 10, 1), RUN, now);
        state.hashes().put(records(0, 5, 2), NEXT, now);
        state.hashes().addDestinations(records(5, 6, 1), 0b1000);
        var before = state.hashes().findAll(records(0, 10, 1).keySet());

        reopen();

        assertThat(state.hashes().findAll(records(0, 10, 1).keySet())).isEqualTo(before);
        assertThat(before.get("record0").destinations()).isEqualTo(0b100);
        assertThat(before.get("record5").destinations()).isEqualTo(0b1011);
        assertThat(before.get("record9").destinations()).isEqualTo(0b11);
        assertThat(state.hashes().count()).isEqualTo(10);
    }

    @Test
    void aBlockOfASliceIsLostTogetherWithTheProgressOfTheSlice() throws SQLException {
        execute("ALTER TABLE run_slices RENAME TO missing");

        assertThatThrownBy(() -> state.slices().done(RUN, progress(), records(0, 3, 1), now, Optional.empty()))
                .hasMessageContaining("RUN_SLICES");

        assertThat(state.hashes().findAll(records(0, 3, 1).keySet())).isEmpty();
        reopen();
        assertThat(state.hashes().count()).isZero();
    }

    private static SliceProgress progress() {
        var slice = new StoredSlice("ticketmaster", "events", "GB", "ticketmaster-events", "gb-1", Map.of(), List.of());
        return new SliceProgress(slice, true, 3, 3, 3);
    }

    @Test
    void rowsOfEarlierVersionsBecomeBlocks() throws SQLException {
        state.close();
        insertRows();

        for (var opened = 0; opened < 2; opened++) {
            reopen();

            assertThat(rows("hashes")).isZero();
            assertThat(rows("hash_blocks")).isEqualTo(6);
            var found = state.hashes().findAll(records(0, 300, 0).keySet());
            assertThat(found).hasSize(300).allSatisfy((record, known) -> {
                var i = Integer.parseInt(record.substring("record".length()));
                assertThat(known.hasHash(hash(i))).isTrue();
                assertThat(known.deliveredBy(new Delivery("run", "slice" + i % 3)))
                        .isTrue();
                assertThat(known.embedded()).isEqualTo(i % 2 == 0);
                assertThat(known.origin()).isEqualTo(7);
                assertThat(known.destinations()).isEqualTo(1 + i % 3);
            });
        }
    }

    /** A process that is killed while it moves the rows leaves all of them behind, and some of the blocks. */
    @Test
    void rowsThatWereMovedAlreadyAreMovedAgain() throws SQLException {
        state.close();
        insertRows();
        reopen();
        state.close();
        execute("DELETE FROM hash_blocks WHERE id > 3");
        insertRows();

        reopen();

        assertThat(rows("hashes")).isZero();
        assertThat(rows("hash_blocks")).isEqualTo(6);
        assertThat(state.hashes().findAll(records(0, 300, 0).keySet())).hasSize(300);
    }

    /** One transaction would make the file several times larger. */
    @Test
    void aDestinationIsForgottenInSmallTransactions() throws SQLException {
        state.hashes().put(records(0, 4, 1), RUN, now);
        state.hashes().put(records(4, 7, 1), new Delivery("run", "slice2"), now);
        execute("ALTER TABLE hash_blocks ADD CONSTRAINT fails CHECK (id = 1 OR destinations = 3)");
        assertThatThrownBy(() -> state.destinations().forget(1)).hasMessageContaining("FAILS");
        execute("ALTER TABLE hash_blocks DROP CONSTRAINT fails");

        reopen();

        assertThat(state.destinations().forget(1)).as("the rest").isEqualTo(3);
        assertThat(state.hashes().findAll(records(0, 7, 1).keySet()).values())
                .hasSize(7)
                .allMatch(known -> known.destinations() == 1);
    }

    private void insertRows() throws SQLException {
        for (var i = 0; i < 300; i++) {
            execute(
                    ("INSERT INTO hashes (record_key, record_id, hash, delivery, put_on, embedded, origin, destinations)"
                                    + " VALUES (%d, '%s', '%s', '%s', DATE '2026-11-25', %s, 7, %d)")
                            .formatted(
                                    id("record" + i).getMostSignificantBits(),
                                    id("record" + i),
                                    new UUID(0, i),
                                    new Delivery("run", "slice" + i % 3).key(),
                                    i % 2 == 0,
                                    1 + i % 3));
        }
    }

    @Test
    void blocksWhoseRecordsWereDeliveredLaterAreDeleted() throws SQLException {
        for (var run = 0; run < 150; run++) {
            state.hashes().put(records(0, 4, run), new Delivery("run" + run, "slice"), now);
        }
        assertThat(rows("hash_blocks")).isLessThan(110);

        state.hashes().forget(now);

        assertThat(rows("hash_blocks")).isEqualTo(1);
        reopen();
        assertThat(state.hashes().findAll(List.of("record3")).get("record3").hasHash(hash(149)))
                .isTrue();
    }

    @Test
    void blocksWithFewRecordsThatCountAreShortened() throws SQLException {
        state.hashes().put(records(0, 100, 1), RUN, now);
        state.hashes().put(records(3, 100, 2), NEXT, now);

        state.hashes().forget(now);

        assertThat(number("SELECT MIN(OCTET_LENGTH(entries)) FROM hash_blocks")).isEqualTo(3 * 32);
        reopen();
        assertThat(state.hashes().count()).isEqualTo(100);
        assertThat(state.hashes().findAll(List.of("record2")).get("record2").deliveredBy(RUN))
                .isTrue();
        assertThat(state.hashes().findAll(List.of("record3")).get("record3").deliveredBy(NEXT))
                .isTrue();
    }

    @Test
    void largeDeliveriesHaveSeveralBlocks() throws SQLException {
        state.hashes().put(records(0, 10_000, 1), RUN, now);

        assertThat(rows("hash_blocks")).isEqualTo(40);
        reopen();
        assertThat(state.hashes().findAll(records(0, 10_000, 1).keySet())).hasSize(10_000);
    }

    @Test
    void oldBlocksAreForgotten() throws SQLException {
        state.hashes().put(records(0, 100, 1), RUN, now);
        state.hashes().put(records(50, 150, 1), NEXT, now.plus(Duration.ofDays(1)));

        state.hashes().forget(now.plus(Duration.ofDays(1)));

        assertThat(rows("hash_blocks")).isEqualTo(2);
        assertThat(state.hashes().findAll(List.of("record49", "record50", "record149")))
                .containsOnlyKeys("record50", "record149");
        assertThat(state.hashes().count()).isEqualTo(100);
    }

    @Test
    void aSliceIsStoredEvenIfOutdatedBlocksCannotBeDeleted() throws SQLException {
        state.hashes().put(records(0, 3, 1), RUN, now);
        execute("CREATE TABLE holding (block INTEGER REFERENCES hash_blocks)");
        execute("INSERT INTO holding SELECT id FROM hash_blocks");

        try (var log = new Logged()) {
            state.slices().done(NEXT, progress(), records(0, 3, 2), now, Optional.empty());

            assertThat(log.warnings()).singleElement().asString().contains("outdated hashes not deleted", "HOLDING");
        }

        assertThat(rows("hash_blocks")).isEqualTo(2);
        execute("DROP TABLE holding");
        state.hashes().put(records(3, 4, 1), RUN, now);
        assertThat(rows("hash_blocks")).isEqualTo(2);
    }

    /** Otherwise an earlier delivery of a record would count after a restart. */
    @Test
    void theOldestBlocksAreForgottenFirst() throws SQLException {
        for (var run = 1; run <= 15; run++) {
            state.hashes().put(records(0, 4, run), RUN, now);
        }
        state.hashes().put(records(0, 2, 16), NEXT, now);
        execute("CREATE TABLE holding (block INTEGER REFERENCES hash_blocks)");
        execute("INSERT INTO holding VALUES (15)");

        state.hashes().forget(now.plus(Duration.ofDays(1)));

        assertThat(state.hashes().count()).isZero();
        reopen();
        assertThat(state.hashes().findAll(List.of("record0")).get("record0").hasHash(hash(16)))
                .isTrue();
    }

    /** As docs/postgresql.md exports them: PostgreSQL has a row for each record. */
    @Test
    void theDocumentedExportHasARowForEachRecord() throws Exception {
        state.hashes().put(records(0, 100, 1), RUN, now);
        state.hashes().put(records(50, 5_000, 2), NEXT, now);
        var page = Files.readString(Path.of("docs/postgresql.md"));
        var query = page.substring(
                page.indexOf("'SELECT CAST(SUBSTRING(record") + 1,
                page.indexOf("', 'charset", page.indexOf("PARTITION BY")));

        execute("CREATE TABLE exported AS " + query);

        assertThat(number("SELECT COUNT(*) FROM exported")).isEqualTo(5_000);
        assertThat(number("SELECT COUNT(*) FROM exported WHERE delivery = '%s' AND embedded AND origin = 7"
                        .formatted(NEXT.key())))
                .isEqualTo(4_950);
        assertThat(number("SELECT record_key FROM exported WHERE record_id = '%s'".formatted(id("record49"))))
                .isEqualTo(id("record49").getMostSignificantBits());
        assertThat(number("SELECT COUNT(*) FROM exported WHERE hash = '%s'".formatted(new UUID(0, 1))))
                .isEqualTo(50);
    }

    private static Map<String, String> records(int from, int until, int content) {
        Map<String, String> hashes = new HashMap<>();
        for (var i = from; i < until; i++) {
            hashes.put("record" + i, hash(content));
        }
        return hashes;
    }

    private static UUID id(String identity) {
        var digest = ByteBuffer.wrap(Sha256.hash(identity.getBytes(StandardCharsets.UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private long rows(String table) throws SQLException {
        return number("SELECT COUNT(*) FROM " + table);
    }

    private long number(String query) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute(statement);
        }
    }
}
