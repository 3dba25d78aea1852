package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/** The sources that must not be asked for a while, so that a restart does not ask them either. */
public final class Blocks {

    private final Transactions transactions;

    Blocks(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The block of a source; empty when there is none or it is over. */
    public Optional<Block> of(String source, Instant now) {
        return transactions.read(database -> database.createQuery(
                        "SELECT source, ends, reason FROM blocks WHERE source = :source AND ends > :now")
                .bind("source", source)
                .bind("now", now)
                .map(row -> new Block(
                        row.getColumn("source", String.class),
                        row.getColumn("ends", Instant.class),
                        row.getColumn("reason", String.class)))
                .findOne());
    }

    /** Blocks a source; a block that ends sooner than the known one changes nothing. */
    public void put(Block block) {
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
}
