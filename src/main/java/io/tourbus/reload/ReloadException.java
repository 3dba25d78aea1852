package io.tourbus.reload;

/** An edit that does not take effect. The message is one line for the user. */
final class ReloadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ReloadException(String message) {
        super(message);
    }
}
