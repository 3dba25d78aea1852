package io.tourbus.state.hash;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * Finds the hash of a record in memory. An entry has 24 bytes: 96 bits of the SHA-256 of the record's identity, 64 bits of its hash, and
 * the number of its block. Among ten million records, the probability that any two have the same 96 bits is
 * below 10<sup>-14</sup>. Not thread-safe.
 *
 * <p>The entries are sorted arrays, one for each value of the first 12 bits, so that an insertion moves a few hundred entries at most.
 */
public final class HashIndex {

    private static final int ARRAY_BITS = 12;

    /** The first 64 bits of the identity, 32 bits of the identity with the block, the hash. */
    private static final int LONGS = 3;

    private static final int FIRST_ENTRIES = 8;

    private final long[][] arrays = new long[1 << ARRAY_BITS][0];
    private final int[] sizes = new int[1 << ARRAY_BITS];
    private int count;

    public record Entry(long hash, int block) {}

    /** Returns the entry of a record; {@code null} if there is none. */
    public Entry find(UUID id) {
        var array = array(id);
        var at = search(array, id);
        if (at < 0) {
            return null;
        }
        var entries = arrays[array];
        return new Entry(entries[at * LONGS + 2], (int) entries[at * LONGS + 1]);
    }

    /**
     * Adds or replaces an entry, unless a later block contains the record.
     *
     * @param block a positive number; later blocks have greater numbers
     * @return the earlier one of the two blocks that contain the record, where its hash is outdated; 0 if the record is new
     */
    public int put(UUID id, long hash, int block) {
        var array = array(id);
        var at = search(array, id);
        if (at < 0) {
            insert(array, -at - 1);
            write(arrays[array], -at - 1, id, hash, block);
            return 0;
        }
        var last = (int) arrays[array][at * LONGS + 1];
        if (last > block) {
            return block;
        }
        write(arrays[array], at, id, hash, block);
        return last;
    }

    /** Removes the entries of these blocks. */
    public void removeIf(IntPredicate block) {
        for (var array = 0; array < arrays.length; array++) {
            var kept = 0;
            var entries = arrays[array];
            for (var at = 0; at < sizes[array]; at++) {
                if (!block.test((int) entries[at * LONGS + 1])) {
                    System.arraycopy(entries, at * LONGS, entries, kept++ * LONGS, LONGS);
                }
            }
            count -= sizes[array] - kept;
            sizes[array] = kept;
        }
    }

    public int count() {
        return count;
    }

    private static int array(UUID id) {
        return (int) (id.getMostSignificantBits() >>> Long.SIZE - ARRAY_BITS);
    }

    private static int check(UUID id) {
        return (int) (id.getLeastSignificantBits() >>> Integer.SIZE);
    }

    /** Returns the position of a record, or the one to insert it at as {@code -position - 1}. */
    private int search(int array, UUID id) {
        var entries = arrays[array];
        var low = 0;
        var high = sizes[array] - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = Long.compare(entries[middle * LONGS], id.getMostSignificantBits());
            if (order == 0) {
                order = Integer.compare((int) (entries[middle * LONGS + 1] >>> Integer.SIZE), check(id));
            }
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private void insert(int array, int at) {
        var entries = arrays[array];
        var used = sizes[array] * LONGS;
        if (used == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(FIRST_ENTRIES, sizes[array] * 5 / 4) * LONGS);
            arrays[array] = entries;
        }
        System.arraycopy(entries, at * LONGS, entries, (at + 1) * LONGS, used - at * LONGS);
        sizes[array]++;
        count++;
    }

    private static void write(long[] entries, int at, UUID id, long hash, int block) {
        entries[at * LONGS] = id.getMostSignificantBits();
        entries[at * LONGS + 1] = (long) check(id) << Integer.SIZE | block;
        entries[at * LONGS + 2] = hash;
    }
}
