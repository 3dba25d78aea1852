package io.tourbus.source.slice;

/** Whether a run is reading concerts: who depends on all of them waits until they have been read. For several threads. */
public final class EventsBarrier {

    private volatile boolean reading;

    /** Told before the run begins, by a source that has concerts to read. */
    public void begin() {
        reading = true;
    }

    /** All have been read, or will not be. */
    public void end() {
        reading = false;
    }

    public boolean reading() {
        return reading;
    }
}
