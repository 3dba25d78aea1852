package io.tourbus.source.error;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Replaces secrets by {@code ***}, also in percent-encoded form. APIs echo keys in error messages. */
public final class Redaction implements UnaryOperator<String> {

    private static final byte[] MASK = "***".getBytes(StandardCharsets.UTF_8);

    /** Shorter secrets could be part of a name. */
    private static final int MIN_BYTES_IN_DATA = 8;

    private final Supplier<Stream<String>> secrets;

    public Redaction(Collection<String> secrets) {
        this(List.copyOf(secrets)::stream);
    }

    /** @param secrets evaluated for each text, because tokens change */
    public Redaction(Supplier<Stream<String>> secrets) {
        this.secrets = secrets;
    }

    @Override
    public String apply(String text) {
        return forms().reduce(text, (redacted, secret) -> redacted.replace(secret, "***"));
    }

    /** The secrets as they are, percent-encoded, and with the escaped slashes of some JSON encoders. */
    private Stream<String> forms() {
        return secrets.get()
                .filter(secret -> !secret.isBlank())
                .flatMap(secret -> Stream.of(
                        secret, URLEncoder.encode(secret, StandardCharsets.UTF_8), secret.replace("/", "\\/")))
                .distinct();
    }

    /** Replaces secrets of at least 8 bytes in data. Returns the same array if it contains none. */
    public byte[] apply(byte[] data) {
        return forms().map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .filter(secret -> secret.length >= MIN_BYTES_IN_DATA)
                .reduce(data, Redaction::mask);
    }

    private static byte[] mask(byte[] data, byte[] secret) {
        var skips = skips(secret);
        ByteArrayOutputStream masked = null;
        var from = 0;
        for (var at = find(data, 0, secret, skips); at >= 0; at = find(data, from, secret, skips)) {
            masked = masked == null ? new ByteArrayOutputStream(data.length) : masked;
            masked.write(data, from, at - from);
            masked.writeBytes(MASK);
            from = at + secret.length;
        }
        if (masked == null) {
            return data;
        }
        masked.write(data, from, data.length - from);
        return masked.toByteArray();
    }

    /** The algorithm of Horspool: a page has megabytes, and most positions are skipped. */
    private static int find(byte[] data, int from, byte[] secret, int[] skips) {
        var last = secret.length - 1;
        for (var at = from; at <= data.length - secret.length; at += skips[data[at + last] & 0xff]) {
            if (Arrays.equals(data, at, at + secret.length, secret, 0, secret.length)) {
                return at;
            }
        }
        return -1;
    }

    private static int[] skips(byte[] secret) {
        var skips = new int[256];
        Arrays.fill(skips, secret.length);
        for (var i = 0; i < secret.length - 1; i++) {
            skips[secret[i] & 0xff] = secret.length - 1 - i;
        }
        return skips;
    }
}
