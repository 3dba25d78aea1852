package io.tourbus.state.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The {@link SendTimes} of one API key, where all processes that share the state see them. Thread-safe. */
public interface SharedRate {

    /** Computes new times. May be called several times. */
    @FunctionalInterface
    interface Change {
        /** @param now the time of the shared clock, in microseconds */
        SendTimes apply(SendTimes last, long now);
    }

    /** Changes the times in one atomic step. @return the new times */
    SendTimes update(Change change);

    /** The rest of the pause, in microseconds. */
    long pause();

    /** Times that no other process sees. */
    static SharedRate local() {
        var times = new AtomicReference<>(SendTimes.NONE);
        var start = System.nanoTime();
        return new SharedRate() {
            @Override
            public SendTimes update(Change change) {
                return times.updateAndGet(last -> change.apply(last, now()));
            }

            @Override
            public long pause() {
                return times.get().pause(now());
            }

            private long now() {
                return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
            }
        };
    }
}
