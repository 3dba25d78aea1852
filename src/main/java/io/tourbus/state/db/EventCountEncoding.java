package io.tourbus.state.db;

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
 * Encodes event counts by second compactly for a database column.
 *
 * <p>Format: one byte with the version, then a deflated sequence of pairs. Each pair is the difference to the previous second
 * and the count, both as variable-length integers with 7 bits a byte. The checksum of the deflate stream detects damage.
 */
public final class EventCountEncoding {

    private static final int VERSION = 1;

    private EventCountEncoding() {}

    public static byte[] encode(SortedMap<Instant, Integer> starts) {
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

    /** Returns the counts; empty if the format is newer or the bytes are damaged. */
    public static SortedMap<Instant, Integer> decode(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            return Collections.emptySortedMap();
        }
        var deflated = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
        try (var numbers = new BufferedInputStream(new InflaterInputStream(deflated))) {
            var starts = new TreeMap<Instant, Integer>();
            var second = 0L;
            for (var first = numbers.read(); first >= 0; first = numbers.read()) {
                second += read(first, numbers);
                starts.put(Instant.ofEpochSecond(second), Math.toIntExact(read(next(numbers), numbers)));
            }
            return starts;
        } catch (IOException | ArithmeticException | DateTimeException e) {
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
