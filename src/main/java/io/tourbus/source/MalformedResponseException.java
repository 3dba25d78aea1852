package io.tourbus.source;

import java.nio.charset.StandardCharsets;

/** A response says that all is well, and yet is not what was asked for: worth another try, and never "no entities". */
public final class MalformedResponseException extends RuntimeException {

    private static final int SHOWN = 80;

    /** @param body of which the message shows the beginning */
    public MalformedResponseException(String expected, byte[] body) {
        super("the answer is not %s but: %s".formatted(expected, beginning(body)));
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
