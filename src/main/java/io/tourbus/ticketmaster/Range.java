package io.tourbus.ticketmaster;

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
record Range(long from, long until) {

    /** What is left of it, in order. */
    List<Range> without(Range other) {
        return Stream.of(
                        new Range(from, Math.min(until, other.from())), new Range(Math.max(from, other.until()), until))
                .filter(range -> range.from() < range.until())
                .toList();
    }

    /** The same time in order, without overlaps. */
    static List<Range> joined(List<Range> ranges) {
        List<Range> joined = new ArrayList<>();
        for (var range :
                ranges.stream().sorted(Comparator.comparing(Range::from)).toList()) {
            var last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.until() < range.from()) {
                joined.add(range);
            } else {
                joined.set(joined.size() - 1, new Range(last.from(), Math.max(last.until(), range.until())));
            }
        }
        return joined;
    }
}
