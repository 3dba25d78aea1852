package io.tourbus.operations;

/** An option of an operation is not valid. The message is one line for the user, and names the option as in JSON: {@code 'since'}. */
public final class InvalidOptionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidOptionException(String message) {
        super(message);
    }
}
