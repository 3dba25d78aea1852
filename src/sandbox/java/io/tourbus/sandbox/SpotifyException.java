package io.tourbus.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A refusal of the Web API. */
final class SpotifyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean violation;

    private SpotifyException(int status, String message, boolean violation) {
        super(message);
        this.status = status;
        this.violation = violation;
    }

    /** For what a client could have known not to ask. */
    static SpotifyException violation(int status, String message) {
        return new SpotifyException(status, message, true);
    }

    static SpotifyException refusal(int status, String message) {
        return new SpotifyException(status, message, false);
    }

    boolean isViolation() {
        return violation;
    }

    Reply reply() {
        return reply(status, getMessage(), null);
    }

    /** @param reason {@code null} for none */
    static Reply reply(int status, String message, String reason) {
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putObject("error").put("status", status).put("message", message);
        if (reason != null) {
            error.put("reason", reason);
        }
        return Reply.json(status, body.toString());
    }
}
