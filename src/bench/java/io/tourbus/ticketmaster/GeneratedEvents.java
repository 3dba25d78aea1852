package io.tourbus.ticketmaster;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Generates start times of events with the unevenness of a real catalog.
 *
 * @param weekend events on a Friday or Saturday, as a multiple of another day's
 * @param season events at the peak of a season, as a multiple of its lowest day's
 * @param spike share of all events that fall on one single day
 * @param second number of events that start at the same second
 */
public record GeneratedEvents(
        int events, int days, double weekend, double season, double spike, int second, long seed) {

    /** The start of the crawled window in epoch seconds. */
    public static final long FROM = Instant.parse("2026-11-23T02:17:05Z").getEpochSecond();

    private static final long DAY = 86_400;
    private static final double[] HOURS = {12, 14, 16, 18, 19, 19.5, 20, 20.5, 21, 22};
    private static final double[] OF_HOUR = sums(1, 1, 1, 3, 8, 6, 10, 3, 3, 1);
    private static final int[] ZONES = {5, 6, 8, 0, -1, -10};
    private static final double[] OF_ZONE = sums(30, 12, 20, 18, 15, 5);

    public long[] starts() {
        var random = new Random(seed);
        var ofDay = new double[days];
        for (int day = 0; day < days; day++) {
            var wave = 0.5 + 0.5 * Math.sin(4 * Math.PI * day / days + seed);
            ofDay[day] = ((day + seed) % 7 / 4 == 1 ? weekend : 1) * (1 + (season - 1) * wave);
        }
        var sums = sums(ofDay);
        var special = (int) (events * spike);
        var crowd = LongStream.generate(() -> start(pick(sums, random), random)).limit(events - special - second);
        var day = LongStream.generate(() -> start((int) (days * 0.6), random)).limit(special);
        var same = LongStream.generate(() -> FROM / DAY * DAY + (long) (days * 0.3) * DAY + 108_000)
                .limit(second);
        return LongStream.concat(LongStream.concat(crowd, day), same).toArray();
    }

    public long until() {
        return FROM + (days + 6) * DAY;
    }

    private static long start(int day, Random random) {
        var hour = HOURS[pick(OF_HOUR, random)] + ZONES[pick(OF_ZONE, random)] + 24;
        return (FROM / DAY + day) * DAY + (long) (hour * 3_600);
    }

    private static int pick(double[] sums, Random random) {
        var at = random.nextDouble() * sums[sums.length - 1];
        var found = Arrays.binarySearch(sums, at);
        return Math.min(found < 0 ? -found - 1 : found + 1, sums.length - 1);
    }

    private static double[] sums(double... weights) {
        var sums = weights.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        return sums;
    }
}
