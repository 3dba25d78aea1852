package io.tourbus.lake;

import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Size, hash and line count of an object as read from the lake, to compare with what was written.
 *
 * @param lines {@link #INVALID_GZIP} if the content cannot be decompressed, {@link #TOO_LARGE} if it is too large
 */
record ObjectDigest(long bytes, String sha256, long lines) {

    static final long INVALID_GZIP = -1;
    static final long TOO_LARGE = -2;

    private static final int BUFFER_BYTES = 1 << 16;

    /** Expects bulk reads only, as those of a {@link BufferedInputStream}. */
    private static final class CountingDigestStream extends DigestInputStream {

        private long bytes;

        CountingDigestStream(InputStream in) {
            super(in, Sha256.digest());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    /** @param maxBytes how much is decompressed */
    static ObjectDigest read(InputStream in, int maxBytes) throws IOException {
        var counting = new CountingDigestStream(in);
        var buffered = new BufferedInputStream(counting, BUFFER_BYTES);
        var lines = lines(buffered, maxBytes);
        buffered.transferTo(OutputStream.nullOutputStream());
        return new ObjectDigest(
                counting.bytes,
                HexFormat.of().formatHex(counting.getMessageDigest().digest()),
                lines);
    }

    private static long lines(InputStream in, int maxBytes) throws IOException {
        try {
            var unzipped = new GZIPInputStream(in, BUFFER_BYTES);
            var buffer = new byte[BUFFER_BYTES];
            long lines = 0;
            long bytes = 0;
            for (var read = unzipped.read(buffer); read >= 0; read = unzipped.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    return TOO_LARGE;
                }
                for (var i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
            return lines;
        } catch (ZipException | EOFException e) {
            return INVALID_GZIP;
        }
    }

    boolean matches(LandedObject landed) {
        return bytes == landed.bytes() && sha256.equals(landed.sha256()) && lines == landed.lines();
    }

    /** Describes the differences from the written object. */
    String differencesFrom(LandedObject landed) {
        List<String> differences = new ArrayList<>();
        if (bytes != landed.bytes()) {
            differences.add("%,d bytes instead of %,d".formatted(bytes, landed.bytes()));
        } else if (!sha256.equals(landed.sha256())) {
            differences.add("different content");
        }
        if (lines == INVALID_GZIP) {
            differences.add("invalid gzip");
        } else if (lines == TOO_LARGE) {
            differences.add("larger than tourbus.lake.max-object-bytes after decompression");
        } else if (lines != landed.lines()) {
            differences.add("%,d lines instead of %,d".formatted(lines, landed.lines()));
        }
        return String.join(", ", differences);
    }
}
