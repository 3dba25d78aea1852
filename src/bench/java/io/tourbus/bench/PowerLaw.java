package io.tourbus.bench;

import java.util.Map;

/** Fits {@code y = k · x^e} by least squares of the logarithms. */
final class PowerLaw {

    private PowerLaw() {}

    /** Returns {@code e}. @param points y by x, at least two, all above 0; otherwise the result is NaN */
    static double exponent(Map<Double, Double> points) {
        var meanX = points.keySet().stream().mapToDouble(Math::log).average().orElse(Double.NaN);
        var meanY = points.values().stream().mapToDouble(Math::log).average().orElse(Double.NaN);
        double covariance = 0;
        double variance = 0;
        for (var point : points.entrySet()) {
            var x = Math.log(point.getKey()) - meanX;
            covariance += x * (Math.log(point.getValue()) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }
}
