package io.tourbus.reload;

/** An edit cannot be applied. The message says why, on one line. */
final class ReloadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ReloadException(String message) {
        super(message);
    }
}
