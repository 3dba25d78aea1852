package io.tourbus.run.slice;

import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Limits how many slices of a source all runs process at the same time. Permits are fair, so overlapping runs take turns. A slice
 * sends one request at a time, so slow responses need more slices to use the permitted rate of requests: by Little's law, the
 * rate multiplied by the response time. Thread-safe.
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

    /** The share of a new response time in the average. */
    private static final double GAIN = 0.1;
    /** Slices also need time between their requests, to normalize and deliver records. */
    private static final double MARGIN = 1.1;

    /** The share of the heap for the slices of a source. They are half read on average, so they take about half of it. */
    private static final double HEAP_SHARE = 0.6;
    /** Assumed until the first slice has been read: 1,000 entities with many fields. */
    private static final long ASSUMED_BYTES = 25L << 20;

    private final Resizable free;
    private final int max;
    private final long heap;
    private final LongSupplier millisPerRequest;
    private int slices;
    private int limit;
    private double responseMillis;
    private double sliceBytes = ASSUMED_BYTES;

    /** @param slices the number of concurrent slices, whatever the response time */
    public ConcurrencyLimiter(int slices) {
        this(slices, slices, () -> 1, 0);
    }

    /**
     * @param slices the number of concurrent slices if responses are fast; 1 processes them one after the other in any case
     * @param max the number of concurrent slices if responses are slow and the heap is large enough
     * @param millisPerRequest returns the interval between two requests
     * @param heap the maximum heap size in bytes
     */
    public ConcurrencyLimiter(int slices, int max, LongSupplier millisPerRequest, long heap) {
        this.free = new Resizable(slices);
        this.slices = slices;
        this.limit = slices;
        this.max = max;
        this.millisPerRequest = millisPerRequest;
        this.heap = heap;
    }

    /** The number of concurrent slices if responses are fast. */
    public synchronized int slices() {
        return slices;
    }

    /** The current number of concurrent slices. */
    public synchronized int limit() {
        return limit;
    }

    /** Changes the number of slices. Slices in progress are finished, even if there are more than the new limit. */
    public synchronized void resize(int newSlices) {
        slices = newSlices;
        adapt();
    }

    /** Called with the time that the source took for a response. */
    synchronized void onResponse(double millis) {
        responseMillis = responseMillis == 0 ? millis : responseMillis + GAIN * (millis - responseMillis);
        adapt();
    }

    /** Called with the size of the entities and records of a slice that was read. */
    synchronized void onSlice(long bytes) {
        sliceBytes += GAIN * (bytes - sliceBytes);
        adapt();
    }

    private void adapt() {
        var inFlight = responseMillis / Math.max(1, millisPerRequest.getAsLong());
        var fitting = Math.min(max, (int) (HEAP_SHARE * heap / Math.max(1, sliceBytes)));
        var needed = slices == 1 ? 1 : Math.min(fitting, (int) Math.ceil(MARGIN * inFlight) + 1);
        var next = Math.max(slices, needed);
        if (next > limit) {
            free.release(next - limit);
        } else {
            free.reduce(limit - next);
        }
        limit = next;
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
