package io.tourbus.spark;

/** The job cannot do its work, or not all of it. The message says what to do. */
public final class JobException extends RuntimeException {

    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int PARTIAL = 3;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    JobException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns the exit code of the process, as for the commands of Tourbus. */
    int exitCode() {
        return exitCode;
    }
}
