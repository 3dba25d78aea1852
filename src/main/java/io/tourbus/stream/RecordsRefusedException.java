package io.tourbus.stream;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Some records did not get into the stream; all others of the body did, before this was thrown. It holds the refused
 * ones whole. Its message is one line with counts by error code, without keys or data.
 *
 * <p>The stream works, so that these records are material for dead letters. {@link BatchAbortedException} is the
 * case in which it does not.
 */
public sealed class RecordsRefusedException extends RuntimeException permits BatchAbortedException {
    private static final long serialVersionUID = 1L;

    private final List<RefusedRecord> refused;
    private final int sent;

    RecordsRefusedException(String streamName, SendCounters tally) {
        this(describe(streamName, tally), tally, null);
    }

    RecordsRefusedException(String message, SendCounters tally, Throwable cause) {
        super(message, cause);
        this.refused = tally.refused().stream()
                .sorted(Comparator.comparingInt(RefusedRecord::index))
                .toList();
        this.sent = tally.sent();
    }

    /** In the order of the body, never empty. */
    public List<RefusedRecord> refused() {
        return refused;
    }

    /** How many records of the body the stream has taken. */
    public int sent() {
        return sent;
    }

    static String describe(String streamName, SendCounters tally) {
        List<RefusedRecord> refused = tally.refused();
        String codes =
                refused.stream()
                        .collect(groupingBy(RefusedRecord::errorCode, TreeMap::new, counting()))
                        .entrySet()
                        .stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(joining(", "));
        int total = refused.size() + tally.sent();
        return "Stream " + streamName + " took " + tally.sent() + " of " + total + " records, not " + refused.size()
                + ": " + codes;
    }
}
