package io.tourbus.operations;

/** A job, run, route or dead letter does not exist. The message is one line for the user. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        super(message);
    }

    public static NotFoundException noRun() {
        return new NotFoundException("There is no such run. List the runs with GET /api/runs.");
    }
}
