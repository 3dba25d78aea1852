package io.tourbus.state.db;

/** Opening, reading or writing the state database failed; the message is a single line with cause and remedy. */
public final class StateException extends RuntimeException {

    /** The category of the failure. */
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
