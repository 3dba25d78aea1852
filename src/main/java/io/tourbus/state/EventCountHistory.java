package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Stores how many events of a query start in each second, as found by the last crawl, to size the windows of the next one.
 *
 * <p>Format of a row: one byte with the version, then a deflated sequence of pairs. Each pair is the difference to the previous
 * second and the count, both as variable-length integers with 7 bits a byte. The checksum of the deflate stream detects damage.
 */
public final class EventCountHistory {

    private static final int VERSION = 1;

    private final Transactions transactions;

    EventCountHistory(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Replaces the counts of a query.
     *
     * @param starts the number of events by start time; times are rounded down to the second
     */
    public void save(String query, SortedMap<Instant, Integer> starts) {
        var bytes = encode(starts);
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO densities USING (SELECT 1) AS input ON query = :query
                        WHEN MATCHED THEN UPDATE SET starts = :starts
                        WHEN NOT MATCHED THEN INSERT (query, starts) VALUES (:query, :starts)""")
                .bind("query", query)
                .bind("starts", bytes)
                .execute());
    }

    /** Returns the counts of a query by start time; empty if there are none, or if this version cannot decode them. */
    public SortedMap<Instant, Integer> find(String query) {
        return transactions
                .read(database -> database.createQuery("SELECT starts FROM densities WHERE query = :query")
                        .bind("query", query)
                        .mapTo(byte[].class)
                        .findOne())
                .map(EventCountHistory::decode)
                .orElseGet(Collections::emptySortedMap);
    }

    /** Encodes the counts as a column of {@code densities}. */
    static byte[] encode(SortedMap<Instant, Integer> starts) {
        var bySecond = new TreeMap<Long, Integer>();
        starts.forEach((start, count) -> bySecond.merge(start.getEpochSecond(), count, Integer::sum));
        var bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        try (var numbers = new BufferedOutputStream(new DeflaterOutputStream(bytes))) {
            var last = 0L;
            for (var second : bySecond.entrySet()) {
                write(numbers, second.getKey() - last);
                write(numbers, second.getValue());
                last = second.getKey();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns the counts, without impossible ones; empty if the format is newer or the bytes are damaged. */
    static SortedMap<Instant, Integer> decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            return Collections.emptySortedMap();
        }
        var deflated = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        try (var numbers = new BufferedInputStream(new InflaterInputStream(deflated))) {
            var starts = new TreeMap<Instant, Integer>();
            var second = 0L;
            for (var first = numbers.read(); first >= 0; first = numbers.read()) {
                second += read(first, numbers);
                var count = read(next(numbers), numbers);
                if (count > 0 && count <= Integer.MAX_VALUE) {
                    starts.put(Instant.ofEpochSecond(second), (int) count);
                }
            }
            return starts;
        } catch (IOException | DateTimeException e) {
            return Collections.emptySortedMap();
        }
    }

    private static void write(OutputStream numbers, long number) throws IOException {
        var rest = number;
        while ((rest & ~0x7FL) != 0) {
            numbers.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        numbers.write((int) rest);
    }

    private static long read(int first, InputStream numbers) throws IOException {
        long number = first & 0x7F;
        var shift = 7;
        for (var more = first; (more & 0x80) != 0; shift += 7) {
            more = next(numbers);
            number |= (more & 0x7FL) << shift;
        }
        return number;
    }

    private static int next(InputStream numbers) throws IOException {
        var next = numbers.read();
        if (next < 0) {
            throw new EOFException("the bytes end within a number");
        }
        return next;
    }
}
