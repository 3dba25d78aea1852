package io.tourbus.app.settings;

import io.tourbus.state.db.StateException;

/** Another process uses the state, which only one process can use at a time. Start again when it has ended. */
public final class StateInUseException extends RuntimeException {

    public StateInUseException(String message) {
        super(message);
    }

    StateInUseException(StateException cause) {
        super(cause.getMessage(), cause);
    }
}
