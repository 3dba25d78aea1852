package io.tourbus.state.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCompactionTest {

    private static final int BLOCK_BYTES = 4_096;

    @TempDir
    Path folder;

    private Handle database;
    private MVStore store;
    private FileCompaction compaction;

    @BeforeEach
    void open() throws SQLException {
        // Only this test writes the file.
        database = Jdbi.create("jdbc:h2:file:" + folder.resolve("state") + ";WRITE_DELAY=0;AUTO_COMPACT_FILL_RATE=0")
                .open();
        var session = (SessionLocal)
                database.getConnection().unwrap(JdbcConnection.class).getSession();
        store = session.getDatabase().getStore().getMvStore();
        compaction = FileCompaction.find(database).orElseThrow();
        database.execute("CREATE TABLE rows (id INT PRIMARY KEY, content VARCHAR)");
        database.execute("INSERT INTO rows SELECT x, SPACE(100) || RAND() FROM SYSTEM_RANGE(1, 1000)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Until then, H2 must keep what the version on disk needs. */
    @Test
    void theFileIsOnDiskBeforeAnyPartOfItCanBeOverwritten() {
        FilePath.register(new SyncedFile());
        try (var other = Jdbi.create("jdbc:h2:synced:" + folder.resolve("other") + ";WRITE_DELAY=0")
                .open()) {
            other.execute("CREATE TABLE empty (id INT)");
            var before = SyncedFile.syncs();

            var found = FileCompaction.find(other).orElseThrow();

            assertThat(SyncedFile.syncs()).isGreaterThan(before);
            var after = SyncedFile.syncs();
            found.limit();
            assertThat(SyncedFile.syncs()).as("once").isEqualTo(after);
        }
    }

    /** If the power fails, any part of what was written after the last sync can be missing on disk. */
    @Test
    void whatIsOnDiskIsNotOverwrittenUntilTheNextSync() throws IOException {
        store.commit();
        // The list of chunks does not contain the last one.
        database.execute("CREATE TABLE empty (id INT)");
        compaction.sync();
        var onDisk = liveChunks();
        assertThat(onDisk.values()).anyMatch(chunk -> chunk.capacity() > 100_000);

        update(10);

        assertThat(chunksIn(onDisk)).isEqualTo(onDisk);
    }

    @Test
    void whatIsNotNeededAfterASyncIsOverwrittenAtOnce() throws IOException {
        update(10);
        compaction.sync();
        var size = file().length;

        for (var round = 0; round < 20; round++) {
            update(2);
            compaction.sync();
        }

        assertThat(file().length).isLessThanOrEqualTo(size);
    }

    private void update(int times) {
        for (var time = 0; time < times; time++) {
            database.execute("UPDATE rows SET content = SPACE(100) || RAND()");
            store.commit();
        }
    }

    /** The chunks with current pages, by position. */
    private Map<Long, ByteBuffer> liveChunks() throws IOException {
        var bytes = file();
        var chunks = new TreeMap<Long, ByteBuffer>();
        store.getLayoutMap().forEach((name, value) -> {
            if (name.startsWith("chunk.")) {
                var chunk = DataUtils.parseMap(value);
                var start = DataUtils.readHexLong(chunk, "block", 0) * BLOCK_BYTES;
                var length = DataUtils.readHexLong(chunk, "len", 0) * BLOCK_BYTES;
                if (DataUtils.readHexLong(chunk, "livePages", 1) > 0) {
                    chunks.put(start, part(bytes, start, length));
                }
            }
        });
        return chunks;
    }

    private Map<Long, ByteBuffer> chunksIn(Map<Long, ByteBuffer> places) throws IOException {
        var bytes = file();
        var chunks = new TreeMap<Long, ByteBuffer>();
        places.forEach((start, chunk) -> chunks.put(start, part(bytes, start, chunk.capacity())));
        return chunks;
    }

    private static ByteBuffer part(byte[] bytes, long start, long length) {
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, (int) start, (int) (start + length)));
    }

    private byte[] file() throws IOException {
        return Files.readAllBytes(folder.resolve("state.mv.db"));
    }
}
