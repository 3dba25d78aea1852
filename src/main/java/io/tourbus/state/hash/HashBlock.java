package io.tourbus.state.hash;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.mapper.Nested;

/**
 * The hashes of records that were delivered together.
 *
 * @param id a later block has a greater number
 * @param entries 32 bytes for each record: halves of the SHA-256 of its identity and of its content
 */
public record HashBlock(int id, @Nested Delivery delivery, byte[] entries) {

    private static final int ENTRY_BYTES = 4 * Long.BYTES;

    /**
     * What the records have in common.
     *
     * @param putOn the UTC day
     * @param delivery identifies run and slice
     * @param embedded whether they were taken from entities that contain them
     * @param origin identifies the query of these entities
     * @param destinations a bit for each destination that has the records
     */
    public record Delivery(LocalDate putOn, UUID delivery, boolean embedded, long origin, long destinations) {

        public Delivery withDestinations(long bits) {
            return new Delivery(putOn, delivery, embedded, origin, bits);
        }
    }

    /** Collects the entries of new blocks. Not thread-safe. */
    public static final class Entries {

        private final Map<Delivery, ByteArrayOutputStream> byDelivery = new HashMap<>();

        public void add(Delivery delivery, UUID id, UUID hash) {
            byDelivery
                    .computeIfAbsent(delivery, block -> new ByteArrayOutputStream())
                    .writeBytes(entry(id, hash));
        }

        public void forEach(BiConsumer<Delivery, byte[]> consumer) {
            byDelivery.forEach((delivery, bytes) -> consumer.accept(delivery, bytes.toByteArray()));
        }
    }

    public int size() {
        return entries.length / ENTRY_BYTES;
    }

    /** Calls the consumer with the identity and the hash of each record. */
    public void forEach(BiConsumer<UUID, UUID> consumer) {
        for (var bytes = ByteBuffer.wrap(entries); bytes.hasRemaining(); ) {
            consumer.accept(uuid(bytes), uuid(bytes));
        }
    }

    /** Returns a block with the records with these identities. */
    public HashBlock only(Predicate<UUID> identities) {
        var kept = new ByteArrayOutputStream();
        forEach((id, hash) -> {
            if (identities.test(id)) {
                kept.writeBytes(entry(id, hash));
            }
        });
        return new HashBlock(id, delivery, kept.toByteArray());
    }

    static int bytes(int entries) {
        return entries * ENTRY_BYTES;
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] entry(UUID id, UUID hash) {
        return ByteBuffer.allocate(ENTRY_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(hash.getMostSignificantBits())
                .putLong(hash.getLeastSignificantBits())
                .array();
    }
}
