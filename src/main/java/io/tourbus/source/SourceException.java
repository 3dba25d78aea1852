package io.tourbus.source;

/**
 * What can go wrong with a source. Messages name the source, what it said and what to do about it, on one line, and hold
 * no credentials.
 */
public abstract sealed class SourceException extends RuntimeException {

    private SourceException(String message) {
        super(message);
    }

    /** Passing: another try may do. Ends the slice when the tries are used up. */
    public static final class Unavailable extends SourceException {
        public Unavailable(String message) {
            super(message);
        }
    }

    /** The source no longer takes the token that was sent: one more try, with another token. */
    public static final class TokenRefused extends SourceException {
        public TokenRefused(String message) {
            super(message);
        }
    }

    /** No retry mends it: ends the slice. */
    public static final class Refused extends SourceException {
        public Refused(String message) {
            super(message);
        }
    }

    /** Neither this slice nor another one can be had from the source for now: ends its part of the run. */
    public static final class Closed extends SourceException {
        public Closed(String message) {
            super(message);
        }
    }
}
