package io.tourbus.ticketmaster.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A range of time in epoch seconds.
 *
 * @param from inclusive
 * @param until exclusive
 */
public record TimeRange(long from, long until) {

    /** The parts outside another range, in order. */
    List<TimeRange> without(TimeRange other) {
        return Stream.of(
                        new TimeRange(from, Math.min(until, other.from())),
                        new TimeRange(Math.max(from, other.until()), until))
                .filter(range -> range.from() < range.until())
                .toList();
    }

    /** The union of ranges, sorted and without overlaps. */
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
