package io.tourbus.app;

import io.tourbus.state.db.StateException;

/** Another Tourbus has the embedded state to itself: this one may be started when that has ended. */
public final class StateInUseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StateInUseException(String message) {
        super(message);
    }

    StateInUseException(StateException cause) {
        super(cause.getMessage(), cause);
    }
}
