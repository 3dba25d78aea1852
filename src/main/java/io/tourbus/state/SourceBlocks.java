package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores until when a source must not be called, for example after a long {@code Retry-After}, so that restarts respect it. */
public final class SourceBlocks {

    private final Transactions transactions;

    SourceBlocks(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Returns the block of a source; empty if there is none or it has ended. */
    public Optional<SourceBlock> find(String source, Instant now) {
        return transactions.read(database -> database.createQuery(
                        "SELECT source, ends, reason FROM blocks WHERE source = :source AND ends > :now")
                .bind("source", source)
                .bind("now", now)
                .mapTo(SourceBlock.class)
                .findOne());
    }

    /** Blocks a source. A block that ends before the stored one is ignored. */
    public void put(SourceBlock block) {
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO blocks AS known
                        USING (VALUES (CAST(:source AS VARCHAR), CAST(:ends AS TIMESTAMP(3) WITH TIME ZONE),
                                       CAST(:reason AS VARCHAR))) AS told (source, ends, reason)
                        ON known.source = told.source
                        WHEN MATCHED AND told.ends > known.ends THEN
                            UPDATE SET ends = told.ends, reason = told.reason
                        WHEN NOT MATCHED THEN
                            INSERT (source, ends, reason) VALUES (told.source, told.ends, told.reason)""")
                .bind("source", block.source())
                .bind("ends", block.until())
                .bind("reason", block.reason())
                .execute());
    }

    public void clear(String source) {
        transactions.write(database -> database.createUpdate("DELETE FROM blocks WHERE source = :source")
                .bind("source", source)
                .execute());
    }

    /** Until when a source must not be called, and why. */
    public record SourceBlock(
            String source, @ColumnName("ends") Instant until, String reason) {

        public SourceBlock {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
