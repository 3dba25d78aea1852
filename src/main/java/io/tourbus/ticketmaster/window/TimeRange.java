package io.tourbus.ticketmaster.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stretch of time, in seconds since 1970.
 *
 * @param from included
 * @param until not included
 */
public record TimeRange(long from, long until) {

    /** What is left of it, in order. */
    List<TimeRange> without(TimeRange other) {
        return Stream.of(
                        new TimeRange(from, Math.min(until, other.from())),
                        new TimeRange(Math.max(from, other.until()), until))
                .filter(range -> range.from() < range.until())
                .toList();
    }

    /** The same time in order, without overlaps. */
    public static List<TimeRange> joined(List<TimeRange> ranges) {
        List<TimeRange> joined = new ArrayList<>();
        for (var range :
                ranges.stream().sorted(Comparator.comparing(TimeRange::from)).toList()) {
            var last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.until() < range.from()) {
                joined.add(range);
            } else {
                joined.set(joined.size() - 1, new TimeRange(last.from(), Math.max(last.until(), range.until())));
            }
        }
        return joined;
    }
}
