package io.tourbus.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts and checksums lines, in whatever order they come: the sum of the first 64 bits of the SHA-256 of each. When a
 * record was read, by which run and for which slice, fields that differ from run to run, are left out of it.
 */
final class Content {

    /** @param checksum equal for the same lines in any order */
    record Sum(long records, long bytes, String checksum) {}

    private static final byte[] CUT_FROM = ",\"ingestion_timestamp\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CUT_UNTIL = ",\"schema_version\":".getBytes(StandardCharsets.UTF_8);

    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder checksum = new LongAdder();

    /** Each line ends with a line feed. */
    void addLines(byte[] text) {
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                add(text, start, at);
                start = at + 1;
            }
        }
        if (start < text.length) {
            throw new IllegalArgumentException("the last line is cut off");
        }
    }

    void add(byte[] line) {
        add(line, 0, line.length);
    }

    private void add(byte[] text, int start, int end) {
        records.increment();
        bytes.add(end - start);
        var digest = sha256();
        var cut = lastIndexOf(CUT_FROM, text, start, end);
        var rest = cut < 0 ? cut : lastIndexOf(CUT_UNTIL, text, cut, end);
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
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
