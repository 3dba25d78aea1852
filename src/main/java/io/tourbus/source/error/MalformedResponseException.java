package io.tourbus.source.error;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A response says that all is well, and yet is not what was asked for: worth another try, and never "no entities". */
public final class MalformedResponseException extends RuntimeException {

    private static final int SHOWN = 80;

    private final String expected;
    private final transient String text;

    /** @param body of which the message shows the beginning */
    public MalformedResponseException(String expected, byte[] body) {
        this(expected, body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    private MalformedResponseException(String expected, String text) {
        super("the answer is not %s but: %s".formatted(expected, beginning(text)));
        this.expected = expected;
        this.text = text;
    }

    /** The same, cleared of what an API may echo: before the text is cut, for a part of a secret is not known as one. */
    public MalformedResponseException redacted(UnaryOperator<String> redaction) {
        return new MalformedResponseException(expected, redaction.apply(text));
    }

    private static String beginning(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        if (line.isEmpty()) {
            return "nothing";
        }
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
