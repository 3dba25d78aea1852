package io.tourbus.sandbox.spotify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.sandbox.server.Reply;

/** An error response of the simulated Spotify. */
final class SpotifyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean violation;

    private SpotifyException(int status, String message, boolean violation) {
        super(message);
        this.status = status;
        this.violation = violation;
    }

    /** Creates an error for a request that violates documented rules of the API. */
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

    /** Renders an error. @param reason {@code null} for none */
    static Reply reply(int status, String message, String reason) {
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putObject("error").put("status", status).put("message", message);
        if (reason != null) {
            error.put("reason", reason);
        }
        return Reply.json(status, body.toString());
    }
}
