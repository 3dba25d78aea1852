package io.tourbus.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

    /**
     * Splits decompressed content into lines.
     *
     * @throws LakeLimits.LimitException if the content or a line exceeds its limit
     * @throws IOException if the bytes are not valid gzip
     */
    static List<byte[]> decode(byte[] gzip, LakeLimits limits) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        var line = new ByteArrayOutputStream();
        long total = 0;
        var buffer = new byte[BUFFER_BYTES];
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER_BYTES)) {
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                limits.checkObject(total);
                var from = 0;
                for (var at = 0; at < read; at++) {
                    if (buffer[at] == '\n') {
                        line.write(buffer, from, at - from);
                        lines.add(line.toByteArray());
                        line.reset();
                        from = at + 1;
                    }
                }
                line.write(buffer, from, read - from);
                limits.checkLine(line.size());
            }
        }
        if (line.size() > 0) {
            lines.add(line.toByteArray());
        }
        return lines;
    }
}
