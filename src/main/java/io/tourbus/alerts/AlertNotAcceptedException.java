package io.tourbus.alerts;

/** The endpoint of alerts did not take one. Says why in a line, has no cause, and names no address, for that is a secret. */
public final class AlertNotAcceptedException extends RuntimeException {

    AlertNotAcceptedException(String reason) {
        super(reason, null, false, false);
    }
}
