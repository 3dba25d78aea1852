package io.tourbus.ticketmaster.window;

import java.util.Arrays;

/**
 * A window that was too wide, and what its first page told of the time ahead.
 *
 * @param end in seconds since 1970, not included
 * @param events how many of it are still to be read: exact, as the API counts
 * @param sample the starts of some of them, by chance, in order
 * @param spike whether it has far more events than was to be expected
 */
record OversizedWindow(long end, long events, long[] sample, boolean spike) {

    /** What is left of it once all before a second has been read. */
    OversizedWindow after(long second, long read) {
        return new OversizedWindow(
                end,
                events - read,
                Arrays.stream(sample).filter(start -> start >= second).toArray(),
                spike);
    }

    /** How many events start before a second, going by the sample. */
    double before(long second) {
        return events * share(second);
    }

    /** The variance of {@link #before(long)}. */
    double variance(long second) {
        var share = share(second);
        var rest = Math.max(0, 1 - (double) sample.length / Math.max(events, 1));
        var chance = (double) events * events * share * (1 - share) / Math.max(sample.length, 1) * rest;
        var rounding = sample.length < events ? 0.02 * events * share : 0;
        return chance + rounding * rounding + 1e-6;
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
