package io.tourbus.alerts;

/**
 * The alert endpoint did not accept an alert. The message gives the reason on one line. There is no cause, and the message does
 * not contain the address, because the address is secret.
 */
public final class AlertNotAcceptedException extends RuntimeException {

    AlertNotAcceptedException(String reason) {
        super(reason, null, false, false);
    }
}
