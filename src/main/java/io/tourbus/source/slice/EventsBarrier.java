package io.tourbus.source.slice;

/** Shows whether a run is still reading events, so that slices that depend on all events can wait. Thread-safe. */
public final class EventsBarrier {

    private volatile boolean reading;

    /** Called by a source that reads events, before the run starts. */
    public void begin() {
        reading = true;
    }

    /** Called when the source reads no more events, successfully or not. */
    public void end() {
        reading = false;
    }

    public boolean reading() {
        return reading;
    }
}
