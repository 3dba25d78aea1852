package io.tourbus.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts lines and computes a checksum that does not depend on their order: the sum of the first 64 bits of the SHA-256 of each
 * line. The checksum does not include the origin of a record (time, run, slice), which differs between runs.
 */
final class ContentChecksum {

    /** A result. @param checksum equal for the same lines in any order */
    record Sum(long records, long bytes, String checksum) {}

    private static final byte[] ORIGIN_START = ",\"ingestion_timestamp\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ORIGIN_END = ",\"schema_version\":".getBytes(StandardCharsets.UTF_8);

    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder checksum = new LongAdder();

    /** Adds lines, each of which ends with a line feed. */
    void addLines(byte[] text) {
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                add(text, start, at);
                start = at + 1;
            }
        }
        if (start < text.length) {
            throw new IllegalArgumentException("The last line does not end with a line feed.");
        }
    }

    void add(byte[] line) {
        add(line, 0, line.length);
    }

    private void add(byte[] text, int start, int end) {
        records.increment();
        bytes.add(end - start);
        var digest = sha256();
        var cut = lastIndexOf(ORIGIN_START, text, start, end);
        var rest = cut < 0 ? cut : lastIndexOf(ORIGIN_END, text, cut, end);
        if (rest < 0) {
            digest.update(text, start, end - start);
        } else {
            digest.update(text, start, cut - start);
            digest.update(text, rest, end - rest);
        }
        checksum.add(ByteBuffer.wrap(digest.digest()).getLong());
    }

    private static int lastIndexOf(byte[] sought, byte[] text, int start, int end) {
        for (int at = end - sought.length; at >= start; at--) {
            if (text[at] == sought[0] && Arrays.equals(text, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
        return -1;
    }

    Sum sum() {
        return new Sum(records.sum(), bytes.sum(), "%016x".formatted(checksum.sum()));
    }

    void reset() {
        records.reset();
        bytes.reset();
        checksum.reset();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime does not support SHA-256.", e);
        }
    }
}
