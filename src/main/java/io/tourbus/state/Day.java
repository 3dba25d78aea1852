package io.tourbus.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What was used of a daily quota, until the day ends, and by which job. */
public record Day(Instant ends, long used, Map<String, Long> byJob) {

    /** The job under which requests are counted that only the source knows of. */
    public static final String ELSEWHERE = "elsewhere";

    private static final Duration LENGTH = Duration.ofHours(24);

    public Day {
        byJob = Collections.unmodifiableSortedMap(new TreeMap<>(byJob));
    }

    /** A day without a request, as it would be if it began now. */
    static Day beginning(Instant now) {
        return of(now.plus(LENGTH), Map.of());
    }

    static Day of(Instant ends, Map<String, Long> byJob) {
        return new Day(ends, byJob.values().stream().mapToLong(Long::longValue).sum(), byJob);
    }

    boolean isOver(Instant now) {
        return !ends.isAfter(now);
    }

    Day plus(String job, long requests) {
        if (requests == 0) {
            return this;
        }
        var sums = new TreeMap<>(byJob);
        sums.merge(job, requests, Long::sum);
        return of(ends, sums);
    }

    /**
     * The day as its source counts it. An end that lies more than half a day beyond the known one is that of the next
     * day, which the source began while the clock here had not reached the end of the last.
     */
    Day corrected(Instant toldEnds, long toldUsed) {
        var nextDay = toldEnds.isAfter(ends.plus(LENGTH.dividedBy(2)));
        var known = of(toldEnds, nextDay ? Map.of() : byJob);
        return known.plus(ELSEWHERE, Math.max(0, toldUsed - known.used()));
    }
}
