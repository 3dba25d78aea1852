package io.tourbus.bench;

import java.util.Arrays;

/** Computes medians. */
final class Medians {

    private Medians() {}

    static double of(double... numbers) {
        var sorted = numbers.clone();
        Arrays.sort(sorted);
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
