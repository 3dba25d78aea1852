package io.tourbus.operate;

/** There is no such thing. The message is one line for the user. */
public final class UnknownException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnknownException(String message) {
        super(message);
    }
}
