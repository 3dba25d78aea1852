package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Sha256;
import io.tourbus.state.db.Transactions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores the hash of each record as it was last delivered, so that unchanged records can be detected.
 *
 * <p>The database has the first 128 bits of the SHA-256 of each record's identity and content. The content is compared by 64 bits
 * that depend on all of them. The probability that a change is missed is 2<sup>-64</sup> for each change: below 10<sup>-9</sup> in
 * ten years of hourly runs in which 100,000 records change.
 */
public abstract class DeliveredHashes {

    private final Transactions transactions;

    DeliveredHashes(Transactions transactions) {
        this.transactions = transactions;
    }

    final Transactions transactions() {
        return transactions;
    }

    /**
     * The hash and the delivery of a record when it was last delivered.
     *
     * @param hash see {@link #folded}
     * @param embedded whether it was taken from an entity that contains it, such as the venue of an event
     * @param origin identifies the query whose entities contained it; 0 if that is not known
     * @param destinations a bit for each destination that has the record with this hash
     */
    public record Known(long hash, UUID delivery, boolean embedded, long origin, long destinations) {

        /**
         * Returns whether the record with this hash is unchanged.
         *
         * @param other a SHA-256 in hexadecimal digits
         */
        public boolean hasHash(String other) {
            return hash == folded(truncated(other));
        }

        /**
         * Returns whether an embedded record replaces this one. Artists in tracks have few fields, so they do not replace those in
         * events. Queries of several countries return variants of the same entity; the variants of one of them count, so that the
         * record does not alternate between runs.
         *
         * @param container the type of the entity that contains it
         * @param from identifies the query whose entities contain it; 0 if that is not known
         */
        public boolean isReplacedBy(RecordLine line, Entity container, long from) {
            var sameQuery = origin == 0 || from == 0 || origin == from;
            return embedded && sameQuery && container != Entity.TRACKS && !hasHash(line.hash());
        }

        /** Returns whether that run delivered the record last. */
        public boolean in(String runId) {
            return delivery.getMostSignificantBits() == truncatedHash(runId).getMostSignificantBits();
        }

        /** Returns whether this slice of this run delivered the record last. */
        public boolean deliveredBy(Delivery other) {
            return delivery.equals(other.key());
        }

        /** Returns whether all these destinations have the record. */
        public boolean isAt(long bits) {
            return (destinations & bits) == bits;
        }

        /** Returns whether another slice of the same run delivered the record last. */
        public boolean deliveredByOtherSlice(Delivery other) {
            return in(other.runId()) && !deliveredBy(other);
        }
    }

    /** Returns the last deliveries by record identity. Records that are not stored are not in the map. */
    public abstract Map<String, Known> findAll(Collection<String> identities);

    /**
     * Stores hashes in one transaction.
     *
     * @param hashes the SHA-256 of each record in hexadecimal digits, by record identity
     */
    public void put(Map<String, String> hashes, Delivery delivery, Instant now) {
        transactions.write(database -> {
            put(database, hashes, delivery, now);
            return null;
        });
        deleteOutdated();
    }

    abstract void put(Handle database, Map<String, String> hashes, Delivery delivery, Instant now);

    /** Deletes what later deliveries replaced. Called after each transaction that stored hashes. */
    void deleteOutdated() {}

    /**
     * Records that destinations have records again that are already stored with the same hash. Others stay as they are.
     *
     * @param destinations their bits
     */
    public abstract void addDestinations(Map<String, String> hashes, long destinations);

    /**
     * Forgets all deliveries to a destination, not necessarily in one transaction. If the process is killed, a second call forgets the
     * rest. Returns the number of records.
     */
    abstract int forgetDestination(long bit);

    /** Deletes the hashes of records that were last delivered before the UTC day of this instant. They then count as new. */
    public void forget(Instant before) {
        forget(day(before));
    }

    abstract void forget(LocalDate before);

    public abstract long count();

    static UUID truncatedHash(String text) {
        var digest = ByteBuffer.wrap(Sha256.hash(text.getBytes(UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }

    static UUID truncated(String hash) {
        return new UUID(Long.parseUnsignedLong(hash, 0, 16, 16), Long.parseUnsignedLong(hash, 16, 32, 16));
    }

    /** 64 bits that depend on all 128 bits of a hash. */
    static long folded(UUID hash) {
        return 31 * hash.getMostSignificantBits() + hash.getLeastSignificantBits();
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /**
     * The run and the slice that delivered a record.
     *
     * @param slice the name of the slice
     * @param embedded see {@link Known}
     * @param origin see {@link Known}
     * @param destinations a bit for each destination that has the record now
     */
    public record Delivery(String runId, String slice, boolean embedded, long origin, long destinations) {

        /** The bits of the first two destinations. */
        private static final long FIRST_TWO = 3;

        /** A delivery to the lake and the stream that were used first. */
        public Delivery(String runId, String slice) {
            this(runId, slice, false, 0, FIRST_TWO);
        }

        /** Returns 64 bits that identify the run, followed by 64 bits that identify the slice. */
        UUID key() {
            return new UUID(
                    truncatedHash(runId).getMostSignificantBits(),
                    truncatedHash(slice).getMostSignificantBits());
        }
    }
}
