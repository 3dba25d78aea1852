package io.tourbus.ticketmaster;

/** The normal distribution. */
final class Normal {

    private Normal() {}

    /** The chance of a value below so many deviations from the mean; by Abramowitz and Stegun, 7.1.26, to 1e-7. */
    static double below(double deviations) {
        var x = Math.abs(deviations) / Math.sqrt(2);
        var t = 1 / (1 + 0.3275911 * x);
        var polynomial =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        var half = 0.5 * (1 - polynomial * Math.exp(-x * x));
        return deviations < 0 ? 0.5 - half : 0.5 + half;
    }
}
