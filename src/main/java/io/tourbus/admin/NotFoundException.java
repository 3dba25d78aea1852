package io.tourbus.admin;

/** A job, run or route does not exist: HTTP status 404. The message is one line for the user. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        super(message);
    }
}
