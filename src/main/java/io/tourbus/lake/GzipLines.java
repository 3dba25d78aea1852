package io.tourbus.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Encodes and decodes gzip NDJSON, the format of lake objects. Equal lines always produce equal bytes. */
final class GzipLines {

    private static final int BUFFER_BYTES = 1 << 16;

    private GzipLines() {}

    static byte[] encode(List<byte[]> lines) {
        var bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        try (var gzip = new GZIPOutputStream(bytes, BUFFER_BYTES)) {
            for (var line : lines) {
                gzip.write(line);
                gzip.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if the bytes are not valid gzip */
    static List<byte[]> decode(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER_BYTES)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
