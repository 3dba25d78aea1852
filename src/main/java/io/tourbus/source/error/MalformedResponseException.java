package io.tourbus.source.error;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A successful response whose body has an unexpected structure. The request is retried. */
public final class MalformedResponseException extends RuntimeException {

    private static final int MAX_LENGTH = 80;

    /** Enough for a message, and to redact it. */
    private static final int MAX_BYTES = 1 << 14;

    private final String expected;
    private final transient String text;

    /** @param body its first 80 characters are part of the message */
    public MalformedResponseException(String expected, byte[] body) {
        this(
                expected,
                body == null ? "" : new String(body, 0, Math.min(body.length, MAX_BYTES), StandardCharsets.UTF_8));
    }

    private MalformedResponseException(String expected, String text) {
        super("the response is not %s: %s".formatted(expected, beginning(text)));
        this.expected = expected;
        this.text = text;
    }

    /** The same without secrets. Redacts the text before it is truncated, because a part of a secret is not recognized. */
    public MalformedResponseException redacted(UnaryOperator<String> redaction) {
        return new MalformedResponseException(expected, redaction.apply(text));
    }

    private static String beginning(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        if (line.isEmpty()) {
            return "it is empty";
        }
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
