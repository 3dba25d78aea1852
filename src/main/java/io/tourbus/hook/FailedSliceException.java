package io.tourbus.hook;

/** A sink that is required did not accept a record, so the slice fails. */
public final class FailedSliceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FailedSliceException(String message, Throwable cause) {
        super(message, cause);
    }
}
