package io.tourbus.alerts;

/** The endpoint of alerts did not take one. Says why in a line, has no cause, and names no address, for that is a secret. */
public final class NotTakenException extends RuntimeException {

    NotTakenException(String reason) {
        super(reason, null, false, false);
    }
}
