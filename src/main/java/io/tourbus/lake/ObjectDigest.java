package io.tourbus.lake;

import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
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
 * What an object turned out to hold, read to its end.
 *
 * @param lines {@link #NO_LINES} where it is no gzip, or damaged
 */
record ObjectDigest(long bytes, String sha256, long lines) {

    static final long NO_LINES = -1;

    private static final int BUFFER = 1 << 16;

    /** Counts what it digests. */
    private static final class Measured extends DigestInputStream {

        private long bytes;

        Measured(InputStream in) {
            super(in, Sha256.digest());
        }

        @Override
        public int read() throws IOException {
            var read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }

    static ObjectDigest read(InputStream in) throws IOException {
        var measured = new Measured(in);
        var lines = lines(measured);
        measured.transferTo(OutputStream.nullOutputStream());
        return new ObjectDigest(
                measured.bytes,
                HexFormat.of().formatHex(measured.getMessageDigest().digest()),
                lines);
    }

    private static long lines(InputStream in) throws IOException {
        try {
            var unzipped = new GZIPInputStream(in, BUFFER);
            var buffer = new byte[BUFFER];
            long lines = 0;
            for (var read = unzipped.read(buffer); read >= 0; read = unzipped.read(buffer)) {
                for (var i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
            return lines;
        } catch (ZipException | EOFException e) {
            return NO_LINES;
        }
    }

    /** What is not as it landed, for people; empty when all of it is. */
    List<String> differencesFrom(LandedObject landed) {
        List<String> differences = new ArrayList<>();
        if (bytes != landed.bytes()) {
            differences.add("%,d bytes instead of %,d".formatted(bytes, landed.bytes()));
        } else if (!sha256.equals(landed.sha256())) {
            differences.add("other bytes");
        }
        if (lines == NO_LINES) {
            differences.add("no lines to be read");
        } else if (lines != landed.lines()) {
            differences.add("%,d lines instead of %,d".formatted(lines, landed.lines()));
        }
        return differences;
    }
}
