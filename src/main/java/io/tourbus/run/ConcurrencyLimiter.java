package io.tourbus.run;

import java.util.concurrent.Semaphore;

/** Limits how many slices of a source all runs process at the same time. Permits are fair, so overlapping runs take turns. */
public final class ConcurrencyLimiter {

    private static final class Resizable extends Semaphore {

        private static final long serialVersionUID = 1;

        Resizable(int permits) {
            super(permits, true);
        }

        void reduce(int permits) {
            reducePermits(permits);
        }
    }

    private final Resizable free;
    private int slices;

    /** @param slices the maximum number of concurrent slices */
    public ConcurrencyLimiter(int slices) {
        this.free = new Resizable(slices);
        this.slices = slices;
    }

    /** The maximum number of concurrent slices. */
    public synchronized int slices() {
        return slices;
    }

    /** Changes the limit. Slices in progress are finished, even if there are more than the new limit. */
    public synchronized void resize(int slices) {
        if (slices > this.slices) {
            free.release(slices - this.slices);
        } else {
            free.reduce(this.slices - slices);
        }
        this.slices = slices;
    }

    /** Waits for a permit. */
    void take() {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for other slices", e);
        }
    }

    void giveBack() {
        free.release();
    }
}
