package io.tourbus.stream;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts what all threads of an endpoint have sent since the endpoint was created. */
public final class StreamTotals {

    /** The counted quantities. */
    public enum Count {
        /** Records that the stream accepted. */
        SENT,
        /** Bytes of the accepted records, including partition keys. */
        BYTES,
        /** PutRecords calls, including failed ones. */
        CALLS,
        /** Calls that the stream throttled, at least for some records. */
        THROTTLED,
        /** How many times a record was resent; a record can count several times. */
        RESENT,
        /** Records that were not accepted, after all attempts. */
        REFUSED,
        /** Milliseconds that threads waited before calls. */
        WAITED
    }

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(Count.values().length).toArray(LongAdder[]::new);

    public long get(Count count) {
        return counts[count.ordinal()].sum();
    }

    void add(Count count, long number) {
        counts[count.ordinal()].add(number);
    }
}
