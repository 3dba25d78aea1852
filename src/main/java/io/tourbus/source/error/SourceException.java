package io.tourbus.source.error;

import java.time.Instant;
import java.util.Optional;

/**
 * An error of a source. The subclass determines how far it reaches: the request, the slice, the run or later runs. Messages
 * have one line with source, status, request and remedy, and contain no credentials.
 */
public abstract sealed class SourceException extends RuntimeException {

    private final transient Optional<Refusal> refusal;

    private SourceException(String message) {
        super(message);
        this.refusal = Optional.empty();
    }

    private SourceException(Refusal refusal, String remedy) {
        super(remedy.isEmpty() ? refusal.toString() : refusal + ": " + remedy);
        this.refusal = Optional.of(refusal);
    }

    /** The response of the source; empty if there was none. */
    public Optional<Refusal> refusal() {
        return refusal;
    }

    /** A temporary error: retried up to {@code tourbus.retry.attempts} times, then the slice fails. */
    public static final class Unavailable extends SourceException {
        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** The access token is no longer valid: retried once with a new token. */
    public static final class TokenRefused extends SourceException {
        public TokenRefused(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** The request is forbidden. Retried once, because an API may return 403 without a reason. */
    public static final class Forbidden extends SourceException {
        public Forbidden(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** A permanent error of a request, or a response that Tourbus does not accept: the slice fails. */
    public static final class Refused extends SourceException {
        public Refused(String message) {
            super(message);
        }

        public Refused(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** A permanent error of the source, such as invalid credentials: the run stops reading it. */
    public static final class Closed extends SourceException {
        public Closed(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** The source must not be called for longer than a run waits: this run and later ones skip it until then. */
    public static final class Blocked extends SourceException {

        private final transient Instant until;

        public Blocked(String reason, Instant until) {
            super("%s: not called again before %s".formatted(reason, until));
            this.until = until;
        }

        public Instant until() {
            return until;
        }
    }

    /**
     * An error response, without credentials.
     *
     * @param source title of the source
     * @param status HTTP status code
     * @param code error code of the API: {@code DIS1035}, {@code QUOTA_EXCEEDED}; may be empty
     * @param detail error message of the API; may be empty
     * @param request path and query string
     */
    public record Refusal(String source, int status, String code, String detail, String request) {

        /** One line: {@code <source> returned 400 DIS1035 Max paging depth exceeded for /events?page=5&size=200}. */
        @Override
        public String toString() {
            var error = (code + " " + detail).strip();
            return "%s returned %d%s for %s".formatted(source, status, error.isEmpty() ? "" : " " + error, request);
        }
    }
}
