package io.tourbus.lambda;

/** An event asks for something that there is not; the message says what, on one line. */
final class EventException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EventException(String message) {
        super(message);
    }
}
