package io.tourbus.ticketmaster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of time, in seconds since 1970.
 *
 * @param from included
 * @param until not included
 */
record Range(long from, long until) {

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
