package io.tourbus.run;

import java.util.concurrent.Semaphore;

/**
 * How many slices of a source are worked on at once, by all runs together. They are given out in the order in which they
 * were asked for, so that runs that overlap take turns.
 */
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

    /** @param slices how many are worked on at once */
    public ConcurrencyLimiter(int slices) {
        this.free = new Resizable(slices);
        this.slices = slices;
    }

    /** How many slices are worked on at once. */
    public synchronized int slices() {
        return slices;
    }

    /** From now on, so many slices are worked on at once; those under way are finished. */
    public synchronized void resize(int slices) {
        if (slices > this.slices) {
            free.release(slices - this.slices);
        } else {
            free.reduce(this.slices - slices);
        }
        this.slices = slices;
    }

    /** Waits until there is one free, and takes it. */
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
