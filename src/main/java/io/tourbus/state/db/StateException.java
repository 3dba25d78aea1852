package io.tourbus.state.db;

/** The state cannot be opened, read or written; the message says why and what to do, on one line. */
public final class StateException extends RuntimeException {

    /** What kind of thing is wrong. */
    public enum Problem {
        IN_USE,
        DAMAGED,
        NOT_WRITABLE,
        UNREACHABLE,
        REFUSED,
        NEWER,
        OTHER
    }

    private final Problem problem;

    StateException(Problem problem, String message, Throwable cause) {
        super(message.strip().replaceAll("\\s+", " "), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
