package io.tourbus.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Gzip NDJSON: a line a value, each ended by a line feed. The same lines always give the same bytes. */
final class GzipLines {

    private static final int BUFFER = 1 << 16;

    private GzipLines() {}

    static byte[] encode(List<byte[]> lines) {
        var bytes = new ByteArrayOutputStream(BUFFER);
        try (var gzip = new GZIPOutputStream(bytes, BUFFER)) {
            for (var line : lines) {
                gzip.write(line);
                gzip.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is no gzip, or damaged */
    static List<byte[]> decode(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
