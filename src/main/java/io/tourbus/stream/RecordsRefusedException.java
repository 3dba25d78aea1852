package io.tourbus.stream;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.tourbus.stream.SendCounters.Count;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The stream refused some records of a body; all others were sent. Contains the refused records with their data, for example to
 * store them as dead letters. The message is one line with counts by error code, without keys or data.
 *
 * <p>{@link BatchAbortedException}, in contrast, means that the stream itself is not usable.
 */
public sealed class RecordsRefusedException extends RuntimeException permits BatchAbortedException {
    private static final long serialVersionUID = 1L;

    private final List<RefusedRecord> refused;

    RecordsRefusedException(String streamName, SendCounters counters) {
        this(describe(streamName, counters), counters, null);
    }

    RecordsRefusedException(String message, SendCounters counters, Throwable cause) {
        super(message, cause);
        this.refused = counters.refused().stream()
                .sorted(Comparator.comparingInt(RefusedRecord::index))
                .toList();
    }

    /** Returns the refused records in the order of the body; never empty. */
    public List<RefusedRecord> refused() {
        return refused;
    }

    static String describe(String streamName, SendCounters counters) {
        List<RefusedRecord> refused = counters.refused();
        String codes =
                refused.stream()
                        .collect(groupingBy(RefusedRecord::errorCode, TreeMap::new, counting()))
                        .entrySet()
                        .stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(joining(", "));
        long total = refused.size() + counters.get(Count.SENT);
        return "Stream " + streamName + " did not accept " + refused.size() + " of " + total + " records: " + codes;
    }
}
