package io.tourbus.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Encodes and decodes gzip NDJSON, the format of lake objects. Equal lines always produce equal bytes. */
final class GzipLines {

    private static final int BUFFER_BYTES = 1 << 16;

    /** Many objects have few lines. */
    private static final int SMALL_BUFFER_BYTES = 1 << 13;

    private GzipLines() {}

    static byte[] encode(List<byte[]> lines) {
        var bytes = new ByteArrayOutputStream(SMALL_BUFFER_BYTES);
        try (var gzip = new GZIPOutputStream(bytes, SMALL_BUFFER_BYTES)) {
            for (var line : lines) {
                gzip.write(line);
                gzip.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Splits decompressed content into lines.
     *
     * @throws LakeLimits.LimitException if the content or a line exceeds its limit
     * @throws IOException if the bytes are not valid gzip
     */
    static List<byte[]> decode(byte[] gzip, LakeLimits limits) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        var line = new ByteArrayOutputStream();
        read(gzip, limits, (buffer, from, to, complete) -> {
            line.write(buffer, from, to - from);
            if (complete) {
                lines.add(line.toByteArray());
                line.reset();
            }
        });
        return lines;
    }

    /** Returns the number of lines, with the same exceptions as {@link #decode}. */
    static int count(byte[] gzip, LakeLimits limits) throws IOException {
        var lines = new AtomicInteger();
        read(gzip, limits, (buffer, from, to, complete) -> lines.addAndGet(complete ? 1 : 0));
        return lines.get();
    }

    /** Receives a line in one or more parts. */
    private interface LineParts {
        void add(byte[] buffer, int from, int to, boolean complete);
    }

    private static void read(byte[] gzip, LakeLimits limits, LineParts parts) throws IOException {
        long total = 0;
        var line = 0;
        var buffer = new byte[BUFFER_BYTES];
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER_BYTES)) {
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                limits.checkObject(total);
                var from = 0;
                for (var at = 0; at < read; at++) {
                    if (buffer[at] == '\n') {
                        parts.add(buffer, from, at, true);
                        from = at + 1;
                        line = 0;
                    }
                }
                parts.add(buffer, from, read, false);
                line += read - from;
                limits.checkLine(line);
            }
        }
        if (line > 0) {
            parts.add(buffer, 0, 0, true);
        }
    }
}
