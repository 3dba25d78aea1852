package io.tourbus.state.limit;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores until when a source must not be called, for example after a long {@code Retry-After}, so that restarts respect it. */
public final class SourceBlocks {

    /**
     * How old a block from the database may be. Reading it before each request took 3.7% of the CPU time of a run that reads 6,000
     * artists. Processes that share files know the blocks of each other at once.
     */
    private static final long MAX_AGE_NANOS = 1_000_000_000;

    private final Transactions transactions;
    private final Optional<LimitFiles> files;
    private final Map<String, Stored> latest = new ConcurrentHashMap<>();

    private record Stored(long readAt, Optional<SourceBlock> block) {}

    public SourceBlocks(Transactions transactions, Optional<LimitFiles> files) {
        this.transactions = transactions;
        this.files = files;
    }

    /** Returns the block of a source; empty if there is none or it has ended. */
    public Optional<SourceBlock> find(String source, Instant now) {
        return files.flatMap(all -> all.usage(source).read().block(source, now))
                .or(() -> stored(source).filter(block -> block.until().isAfter(now)));
    }

    private Optional<SourceBlock> stored(String source) {
        var known = latest.get(source);
        if (known != null && System.nanoTime() - known.readAt < MAX_AGE_NANOS) {
            return known.block;
        }
        var block = transactions.read(
                database -> database.createQuery("SELECT source, ends, reason FROM blocks WHERE source = :source")
                        .bind("source", source)
                        .mapTo(SourceBlock.class)
                        .findOne());
        latest.put(source, new Stored(System.nanoTime(), block));
        return block;
    }

    /** Blocks a source. A block that ends before the stored one is ignored. */
    public void put(SourceBlock block) {
        files.ifPresent(all -> all.usage(block.source()).update(usage -> usage.with(block)));
        transactions.write(
                database -> database.createUpdate("""
                        MERGE INTO blocks USING (SELECT 1) AS input ON source = :source
                        WHEN MATCHED AND ends < :until THEN UPDATE SET ends = :until, reason = :reason
                        WHEN NOT MATCHED THEN INSERT (source, ends, reason) VALUES (:source, :until, :reason)""").bindMethods(block).execute());
        latest.remove(block.source());
    }

    public void clear(String source) {
        files.ifPresent(all -> all.usage(source).update(LimitFiles.Usage::unblocked));
        transactions.write(database -> database.createUpdate("DELETE FROM blocks WHERE source = :source")
                .bind("source", source)
                .execute());
        latest.remove(source);
    }

    /** Until when a source must not be called, and why. */
    public record SourceBlock(
            String source, @ColumnName("ends") Instant until, String reason) {}
}
