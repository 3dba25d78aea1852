package io.tourbus.stream;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Kinesis took some records of a message and, after all attempts, not the others. */
public final class RecordsRefusedException extends RuntimeException {

    private final transient List<RefusedRecord> refused;
    private final transient Sent sent;

    RecordsRefusedException(List<RefusedRecord> refused, Sent sent) {
        super("Kinesis refused %d records and took %d: %s".formatted(refused.size(), sent.records(), byCode(refused)));
        this.refused = List.copyOf(refused);
        this.sent = sent;
    }

    /** The records that are not in the stream, in the order of the message body. */
    public List<RefusedRecord> refused() {
        return refused;
    }

    /** What is in the stream. */
    public Sent sent() {
        return sent;
    }

    private static String byCode(List<RefusedRecord> refused) {
        var counts = refused.stream()
                .collect(Collectors.groupingBy(RefusedRecord::code, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> "%s %d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }
}
