package io.tourbus.admin;

/** There is no such thing. The message is one line for the user. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        super(message);
    }
}
