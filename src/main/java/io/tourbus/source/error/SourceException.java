package io.tourbus.source.error;

import java.time.Instant;
import java.util.Optional;

/**
 * What can go wrong with a source. Messages name the source, what it said to which query, and what to do about it, on one
 * line, and hold no credentials.
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

    /** What the source said; empty where it was not asked, or did not answer. */
    public Optional<Refusal> refusal() {
        return refusal;
    }

    /** Passing: another try may do. Ends the slice when the tries are used up. */
    public static final class Unavailable extends SourceException {
        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** The source no longer takes the token that was sent: one more try, with another token. */
    public static final class TokenRefused extends SourceException {
        public TokenRefused(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** Refused though there seems to be no reason: now and then that passes, so one more try is due. */
    public static final class Forbidden extends SourceException {
        public Forbidden(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** No retry mends it: ends the slice. */
    public static final class Refused extends SourceException {
        public Refused(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** Neither this slice nor another one can be had from the source for now: ends its part of the run. */
    public static final class Closed extends SourceException {
        public Closed(Refusal refusal, String remedy) {
            super(refusal, remedy);
        }
    }

    /** The source wants to be left alone for longer than a run waits: ends its part of this run and of those until then. */
    public static final class Blocked extends SourceException {

        private final transient Instant until;

        public Blocked(String reason, Instant until) {
            super("%s: not asked again before %s".formatted(reason, until));
            this.until = until;
        }

        public Instant until() {
            return until;
        }
    }

    /**
     * What a source said when it refused, cleared of credentials.
     *
     * @param source as people write it: {@code Ticketmaster}
     * @param status of HTTP
     * @param code the API's own: {@code DIS1035}, {@code policies.ratelimit.QuotaViolation}, {@code QUOTA_EXCEEDED}; empty where
     *     it gave none
     * @param detail what it said beside that; may be empty
     * @param request what it was asked for: path and query, without credentials
     */
    public record Refusal(String source, int status, String code, String detail, String request) {

        /** One line: {@code Ticketmaster answered 400 DIS1035 Max paging depth exceeded to /events?page=5&size=200}. */
        @Override
        public String toString() {
            var said = (code + " " + detail).strip();
            return "%s answered %d%s to %s".formatted(source, status, said.isEmpty() ? "" : " " + said, request);
        }
    }
}
