package io.tourbus.state.hash;

import io.tourbus.state.hash.HashBlock.Delivery;
import io.tourbus.state.hash.HashBlock.Entries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The table with the blocks of hashes. */
public final class BlockTable {

    /** 8 KiB. H2 copies the last block when it adds the next one. */
    private static final int MAX_ENTRIES = 256;

    private static final int BLOCKS_AT_ONCE = 64;
    private static final int ROWS_AT_ONCE = 10_000;
    private static final String COLUMNS = "id, put_on, delivery, embedded, origin, destinations, entries";

    private final AtomicInteger lastId = new AtomicInteger();

    /** Reads all blocks, the oldest first. */
    public void readAll(Handle database, Consumer<HashBlock> consumer) {
        lastId.set(0);
        for (var rows = after(database, 0); !rows.isEmpty(); rows = after(database, lastId.get())) {
            rows.forEach(consumer);
            lastId.set(rows.get(rows.size() - 1).id());
        }
    }

    private static List<HashBlock> after(Handle database, int id) {
        return database.createQuery("SELECT %s FROM hash_blocks WHERE id > :id ORDER BY id FETCH FIRST %d ROWS ONLY"
                        .formatted(COLUMNS, BLOCKS_AT_ONCE))
                .bind("id", id)
                .mapTo(HashBlock.class)
                .list();
    }

    /** Stores new blocks. @param stored receives each block after the commit */
    public void insert(Handle database, Entries entries, Consumer<HashBlock> stored) {
        entries.forEach((delivery, bytes) -> insert(database, delivery, bytes, stored));
    }

    /** Stores new blocks for one delivery. @param stored receives each block after the commit */
    public void insert(Handle database, Delivery delivery, byte[] entries, Consumer<HashBlock> stored) {
        var most = HashBlock.bytes(MAX_ENTRIES);
        for (var from = 0; from < entries.length; from += most) {
            var part = Arrays.copyOfRange(entries, from, Math.min(entries.length, from + most));
            var block = new HashBlock(lastId.incrementAndGet(), delivery, part);
            insert(database, block);
            database.afterCommit(() -> stored.accept(block));
        }
    }

    private static void insert(Handle database, HashBlock block) {
        database.createUpdate("""
                        INSERT INTO hash_blocks (%s)
                        VALUES (:id, :putOn, :delivery, :embedded, :origin, :destinations, :entries)""".formatted(COLUMNS))
                .bind("id", block.id())
                .bindMethods(block.delivery())
                .bind("entries", block.entries())
                .execute();
    }

    public Optional<HashBlock> read(Handle database, int id) {
        return database.createQuery("SELECT %s FROM hash_blocks WHERE id = :id".formatted(COLUMNS))
                .bind("id", id)
                .mapTo(HashBlock.class)
                .findOne();
    }

    /** Replaces the entries of a block. */
    public void shorten(Handle database, HashBlock block) {
        database.createUpdate("UPDATE hash_blocks SET entries = :entries WHERE id = :id")
                .bind("entries", block.entries())
                .bind("id", block.id())
                .execute();
    }

    public void delete(Handle database, int id) {
        database.createUpdate("DELETE FROM hash_blocks WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    public void removeDestination(Handle database, int id, long bit) {
        database.createUpdate(
                        "UPDATE hash_blocks SET destinations = destinations - :bit WHERE id = :id AND MOD(destinations / :bit, 2) = 1")
                .bind("bit", bit)
                .bind("id", id)
                .execute();
    }

    record Row(
            long recordKey,
            UUID recordId,
            UUID hash,
            LocalDate putOn,
            UUID delivery,
            boolean embedded,
            long origin,
            long destinations) {}

    /** Reads the table of earlier versions, which has a row for each record. */
    public Entries rows(Handle database) {
        var entries = new Entries();
        for (var rows = rows(database, Long.MIN_VALUE); !rows.isEmpty(); ) {
            for (var row : rows) {
                entries.add(
                        new Delivery(row.putOn, row.delivery, row.embedded, row.origin, row.destinations),
                        row.recordId,
                        row.hash);
            }
            var last = rows.get(rows.size() - 1).recordKey;
            rows = last == Long.MAX_VALUE ? List.of() : rows(database, last + 1);
        }
        return entries;
    }

    private static List<Row> rows(Handle database, long from) {
        return database.createQuery("""
                        SELECT record_key, record_id, hash, put_on, delivery, embedded, origin, destinations
                        FROM hashes WHERE record_key >= :from ORDER BY record_key FETCH FIRST %d ROWS ONLY""".formatted(ROWS_AT_ONCE))
                .bind("from", from)
                .mapTo(Row.class)
                .list();
    }
}
