package io.tourbus.source;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A response says that all is well, and yet is not what was asked for: worth another try, and never "no entities". */
public final class MalformedResponseException extends RuntimeException {

    private static final int SHOWN = 80;

    /** @param body of which the message shows the beginning */
    public MalformedResponseException(String expected, byte[] body) {
        super("the answer is not %s but: %s".formatted(expected, beginning(body)));
    }

    private MalformedResponseException(String message) {
        super(message);
    }

    /** The same, with a message that has been cleared of what an API may echo. */
    public MalformedResponseException redacted(UnaryOperator<String> redaction) {
        return new MalformedResponseException(redaction.apply(getMessage()));
    }

    private static String beginning(byte[] body) {
        if (body == null || body.length == 0) {
            return "nothing";
        }
        var text = new String(body, 0, Math.min(body.length, 4 * SHOWN), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s+", " ");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
