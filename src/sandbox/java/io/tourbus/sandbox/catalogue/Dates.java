package io.tourbus.sandbox.catalogue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;

/** Generates start times of events: evenings, on the hour or at half past, within a year. */
final class Dates {

    /** Less than a year, because events can be moved to a weekend. */
    private static final int DAYS = 355;

    private static final int CROWDED_DAY = 120;
    private static final int CROWDED_SECOND = 180;

    private final LocalDate from;
    private final boolean uneven;
    private final double[] upTo = new double[DAYS];

    Dates(LocalDate from, boolean uneven) {
        this.from = from;
        this.uneven = uneven;
        double sum = 0;
        for (int day = 0; day < DAYS; day++) {
            sum += weekend(day(day)) * (1 + Math.sin(2 * Math.PI * day / DAYS) / 2);
            upTo[day] = sum;
        }
    }

    /** Returns 20:00 in New York, or 19:00 in standard time, on the day with many events in the same second. */
    Instant crowdedSecond() {
        return day(CROWDED_SECOND).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Returns a random start. @param time whether it has a time; otherwise local midnight */
    Instant start(ZoneId zone, boolean time, Random random) {
        var day = uneven ? unevenDay(random) : evenDay(random);
        var at = time ? LocalTime.of(18 + random.nextInt(4), 30 * random.nextInt(2)) : LocalTime.MIDNIGHT;
        return day.atTime(at).atZone(zone).toInstant();
    }

    /** Returns a random day; weekends are slightly more frequent. */
    private LocalDate evenDay(Random random) {
        var day = day(random.nextInt(DAYS));
        if (day.getDayOfWeek().getValue() < DayOfWeek.FRIDAY.getValue() && random.nextBoolean()) {
            return day.plusDays(
                    DayOfWeek.SATURDAY.getValue() - day.getDayOfWeek().getValue());
        }
        return day;
    }

    private LocalDate unevenDay(Random random) {
        if (random.nextInt(1_000) < 27) {
            return day(CROWDED_DAY);
        }
        var found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[DAYS - 1]);
        return day(found < 0 ? -found - 1 : found);
    }

    private static int weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.FRIDAY || day.getDayOfWeek() == DayOfWeek.SATURDAY ? 3 : 1;
    }

    private LocalDate day(int index) {
        return from.plusDays(1 + index);
    }
}
