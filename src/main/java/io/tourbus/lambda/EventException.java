package io.tourbus.lambda;

/** An event is not valid. The message says why, on one line. */
final class EventException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EventException(String message) {
        super(message);
    }
}
