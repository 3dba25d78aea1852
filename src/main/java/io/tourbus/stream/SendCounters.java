package io.tourbus.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the results of sending one message body, and adds them to the totals of the endpoint. Not thread-safe. */
final class SendCounters {

    /** The counted quantities; see the attributes of {@link KinesisBatchEndpoint}. */
    enum Count {
        SENT,
        BYTES,
        CALLS,
        THROTTLED,
        RESENT,
        REFUSED,
        WAITED
    }

    /** Counts what all threads of an endpoint have sent since the endpoint was created. Thread-safe. */
    static final class Totals {
        private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);

        long get(Count count) {
            return counts.get(count.ordinal());
        }

        private void add(Count count, long number) {
            counts.addAndGet(count.ordinal(), number);
        }
    }

    private final Totals totals;
    private final Totals body = new Totals();
    private final List<RefusedRecord> refused = new ArrayList<>();

    SendCounters(Totals totals) {
        this.totals = totals;
    }

    long get(Count count) {
        return body.get(count);
    }

    /** Returns the records that were not accepted after all attempts, in the order of their failure. */
    List<RefusedRecord> refused() {
        return List.copyOf(refused);
    }

    void add(Count count, long number) {
        body.add(count, number);
        totals.add(count, number);
    }

    void addAccepted(StreamRecord record) {
        add(Count.SENT, 1);
        add(Count.BYTES, record.size());
    }

    void addRefused(RefusedRecord record) {
        refused.add(record);
        add(Count.REFUSED, 1);
    }
}
