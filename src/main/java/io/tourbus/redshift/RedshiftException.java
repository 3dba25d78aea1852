package io.tourbus.redshift;

/** Redshift cannot be reached, or does not run a statement. The message is one line for the user. */
public final class RedshiftException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public RedshiftException(String message, Throwable cause) {
        super(message, cause);
    }

    public RedshiftException(String message) {
        super(message);
    }
}
