package io.tourbus.ticketmaster.window;

import java.util.Arrays;

/**
 * A window that had too many events to be read, used to estimate the distribution of its events.
 *
 * @param end exclusive, epoch seconds
 * @param events number of its events that have not been read yet, exact
 * @param sample sorted starts of a random sample of these events, epoch seconds
 * @param spike whether it has far more events than expected
 */
record OversizedWindow(long end, long events, long[] sample, boolean spike) {

    /** The rest of the window after a second. @param read number of events before it */
    OversizedWindow after(long second, long read) {
        return new OversizedWindow(
                end,
                events - read,
                Arrays.stream(sample).filter(start -> start >= second).toArray(),
                spike);
    }

    /** The estimated number of events before a second. */
    double before(long second) {
        return events * share(second);
    }

    /** The variance of {@link #before(long)}. */
    double variance(long second) {
        var share = share(second);
        var unsampled = Math.max(0, 1 - (double) sample.length / Math.max(events, 1));
        var sampling = (double) events * events * share * (1 - share) / Math.max(sample.length, 1) * unsampled;
        var rounding = sample.length < events ? 0.02 * events * share : 0;
        return sampling + rounding * rounding + 1e-6;
    }

    private double share(long second) {
        var at = Arrays.binarySearch(sample, second);
        var index = at < 0 ? -at - 1 : at;
        while (index > 0 && sample[index - 1] == second) {
            index--;
        }
        return (index + 0.5) / (sample.length + 1.0);
    }
}
