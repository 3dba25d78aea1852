package io.tourbus.sandbox.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A simulated stream, whose shards share the 128-bit hash key range evenly and keep their records in memory. */
public final class KinesisStream {

    private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);

    /** A stored record. @param sequence its position in the shard, from 0 */
    public record Stored(String shardId, long sequence, String partitionKey, byte[] data, Instant arrived) {

        public String sequenceNumber() {
            return KinesisStream.sequenceNumber(sequence);
        }
    }

    private final String name;
    private final Instant created;
    private final List<List<Stored>> shards;

    KinesisStream(String name, int shards, Instant created) {
        this.name = name;
        this.created = created;
        this.shards = IntStream.range(0, shards)
                .<List<Stored>>mapToObj(shard -> new ArrayList<>())
                .toList();
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    int shardCount() {
        return shards.size();
    }

    static String shardId(int shard) {
        return "shardId-%012d".formatted(shard);
    }

    static String sequenceNumber(long sequence) {
        return "49%054d".formatted(sequence);
    }

    /** Parses the result of {@link #sequenceNumber(long)}. */
    static long sequence(String sequenceNumber) {
        return new BigInteger(sequenceNumber.substring(2)).longValueExact();
    }

    BigInteger firstKey(int shard) {
        return KEYS.multiply(BigInteger.valueOf(shard)).divide(BigInteger.valueOf(shards.size()));
    }

    BigInteger lastKey(int shard) {
        return firstKey(shard + 1).subtract(BigInteger.ONE);
    }

    /** Stores a record. @param explicitHashKey decimal; {@code null} to hash the partition key */
    Stored put(String partitionKey, String explicitHashKey, byte[] data, Instant now) {
        var key = explicitHashKey == null ? hash(partitionKey) : new BigInteger(explicitHashKey);
        var shard = key.multiply(BigInteger.valueOf(shards.size())).divide(KEYS).intValueExact();
        var records = shards.get(shard);
        synchronized (records) {
            var stored = new Stored(shardId(shard), records.size(), partitionKey, data, now);
            records.add(stored);
            return stored;
        }
    }

    /** Returns up to {@code limit} records of a shard, starting at a position. */
    List<Stored> read(int shard, long from, int limit) {
        var records = shards.get(shard);
        synchronized (records) {
            var start = (int) Math.min(from, records.size());
            return List.copyOf(records.subList(start, (int) Math.min((long) start + limit, records.size())));
        }
    }

    /** Returns the position of the next record of a shard. */
    long end(int shard) {
        var records = shards.get(shard);
        synchronized (records) {
            return records.size();
        }
    }

    private static BigInteger hash(String partitionKey) {
        try {
            var md5 = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, md5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime does not support MD5.", e);
        }
    }
}
