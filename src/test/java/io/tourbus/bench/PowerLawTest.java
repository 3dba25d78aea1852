package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The exponent of growth, and the medians for its fit. */
class PowerLawTest {

    private static final double NOTHING = 1e-9;

    @Test
    void theExponentOfAPowerIsFound() {
        var points = Map.of(10.0, 3 * Math.pow(10, 1.02), 1e3, 3 * Math.pow(1e3, 1.02), 1e6, 3 * Math.pow(1e6, 1.02));

        assertThat(PowerLaw.exponent(points)).isCloseTo(1.02, within(NOTHING));
    }

    @Test
    void anOutlierChangesTheExponentByLeastSquares() {
        assertThat(PowerLaw.exponent(Map.of(1.0, 1.0, Math.E, Math.E, Math.E * Math.E, 1.0)))
                .isCloseTo(0, within(NOTHING));
    }

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Medians.of(9, 1, 2)).isEqualTo(2);
        assertThat(Medians.of(9, 1, 2, 4)).isEqualTo(3);
    }

    @Test
    void growthExcludesTheWarmUpAndTheRunWithoutEvents() {
        var growth = Growth.of(IntStream.of(99, 0, 1_000, 0, 1_000, 0, 1_000, 10_000)
                .mapToObj(PowerLawTest::round)
                .toList());

        assertThat(growth.secondsExponent()).isCloseTo(1, within(NOTHING));
        assertThat(growth.cpuExponent()).isCloseTo(2, within(NOTHING));
        assertThat(growth.points().get(1_000).seconds()).isCloseTo(6, within(NOTHING));
        assertThat(growth.points().get(10_000).stateBytes()).isEqualTo(10_000);
        assertThat(growth.points()).containsOnlyKeys(0, 1_000, 10_000);
    }

    @Test
    void growthRunsTheLargestSizeOnceAndTheOthersRepeatedly() {
        assertThat(Growth.rounds(List.of(100_000, 10_000, 1_000_000), 2))
                .isEqualTo(List.of(50_000, 0, 10_000, 100_000, 0, 10_000, 100_000, 1_000_000));
    }

    /** 5 seconds and one more for each 1,000 events; 7 CPU-seconds and the square of the events. */
    private static Measurement.Round round(int events) {
        var cpu = 7 + Math.pow(events, 2);
        return new Measurement.Round(events, new Meter.Reading(5 + events / 1e3, cpu, 0, 0, 0, 0, 0), null, 0, events);
    }
}
