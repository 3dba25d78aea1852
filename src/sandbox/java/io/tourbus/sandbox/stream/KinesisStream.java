package io.tourbus.sandbox.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** A simulated stream, whose shards share the 128-bit hash key range evenly and keep their last records in memory. */
public final class KinesisStream {

    /** Shared by the shards. The number for users is in docs/sandbox.md. */
    static final int KEPT_BYTES = 32 << 20;

    private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);

    /** A stored record. @param sequence its position in the shard, from 0 */
    public record Stored(String shardId, long sequence, String partitionKey, byte[] data, Instant arrived) {

        public String sequenceNumber() {
            return KinesisStream.sequenceNumber(sequence);
        }

        /** The memory of the record, roughly. */
        private int bytes() {
            return data.length + partitionKey.length() + 200;
        }
    }

    /** The last records of a shard, at least one. */
    private static final class Shard {

        private final Deque<Stored> records = new ArrayDeque<>();
        private final String id;
        private final int keptBytes;
        private long bytes;
        private long end;

        Shard(String id, int keptBytes) {
            this.id = id;
            this.keptBytes = keptBytes;
        }

        synchronized Stored put(String partitionKey, byte[] data, Instant now) {
            var stored = new Stored(id, end++, partitionKey, data, now);
            records.add(stored);
            bytes += stored.bytes();
            while (bytes > keptBytes && records.size() > 1) {
                bytes -= records.remove().bytes();
            }
            return stored;
        }

        synchronized List<Stored> read(long from, int limit) {
            return records.stream()
                    .skip(Math.max(0, from - (end - records.size())))
                    .limit(limit)
                    .toList();
        }

        synchronized long end() {
            return end;
        }

        synchronized long firstSince(Instant time) {
            return records.stream()
                    .filter(record -> !record.arrived().isBefore(time))
                    .findFirst()
                    .map(Stored::sequence)
                    .orElse(end);
        }
    }

    private final String name;
    private final Instant created;
    private final List<Shard> shards;

    KinesisStream(String name, int shards, Instant created) {
        this.name = name;
        this.created = created;
        this.shards = IntStream.range(0, shards)
                .mapToObj(shard -> new Shard(shardId(shard), KEPT_BYTES / shards))
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
        return shards.get(shard).put(partitionKey, data, now);
    }

    /** Returns up to {@code limit} kept records of a shard, starting at a position, or at the first record that is kept. */
    List<Stored> read(int shard, long from, int limit) {
        return shards.get(shard).read(from, limit);
    }

    /** Returns the position of the next record of a shard. */
    long end(int shard) {
        return shards.get(shard).end();
    }

    /** Returns the position of the first kept record that arrived at a time or later; otherwise that of the next record. */
    long firstSince(int shard, Instant time) {
        return shards.get(shard).firstSince(time);
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
