package io.tourbus.source.error;

/** A request is not sent, because its run is stopped and the request would have to wait. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoppedException() {
        super("the run is stopped");
    }
}
