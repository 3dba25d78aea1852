package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores until when a source must not be called, for example after a long {@code Retry-After}, so that restarts respect it. */
public final class SourceBlocks {

    private final Transactions transactions;
    private final Optional<LimitFiles> files;

    SourceBlocks(Transactions transactions, Optional<LimitFiles> files) {
        this.transactions = transactions;
        this.files = files;
    }

    /** Returns the block of a source; empty if there is none or it has ended. */
    public Optional<SourceBlock> find(String source, Instant now) {
        return files.flatMap(all -> all.usage(source).read().block(source, now)).or(() -> stored(source, now));
    }

    private Optional<SourceBlock> stored(String source, Instant now) {
        return transactions.read(database -> database.createQuery(
                        "SELECT source, ends, reason FROM blocks WHERE source = :source AND ends > :now")
                .bind("source", source)
                .bind("now", now)
                .mapTo(SourceBlock.class)
                .findOne());
    }

    /** Blocks a source. A block that ends before the stored one is ignored. */
    public void put(SourceBlock block) {
        files.ifPresent(all -> all.usage(block.source()).update(usage -> usage.with(block)));
        transactions.write(
                database -> database.createUpdate("""
                        MERGE INTO blocks USING (SELECT 1) AS input ON source = :source
                        WHEN MATCHED AND ends < :until THEN UPDATE SET ends = :until, reason = :reason
                        WHEN NOT MATCHED THEN INSERT (source, ends, reason) VALUES (:source, :until, :reason)""").bindMethods(block).execute());
    }

    public void clear(String source) {
        files.ifPresent(all -> all.usage(source).update(LimitFiles.Usage::unblocked));
        transactions.write(database -> database.createUpdate("DELETE FROM blocks WHERE source = :source")
                .bind("source", source)
                .execute());
    }

    /** Until when a source must not be called, and why. */
    public record SourceBlock(
            String source, @ColumnName("ends") Instant until, String reason) {}
}
