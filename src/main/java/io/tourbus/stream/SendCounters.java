package io.tourbus.stream;

import io.tourbus.stream.StreamTotals.Count;
import java.util.ArrayList;
import java.util.List;

/** Counts the results of sending one message body, and adds them to the totals of the endpoint. Not thread-safe. */
public final class SendCounters {
    private final StreamTotals totals;
    private final StreamTotals body = new StreamTotals();
    private final List<RefusedRecord> refused = new ArrayList<>();

    /** Creates counters that are not added to totals. */
    public SendCounters() {
        this(new StreamTotals());
    }

    public SendCounters(StreamTotals totals) {
        this.totals = totals;
    }

    /** Returns the number of records that the stream accepted. */
    public int sent() {
        return (int) body.get(Count.SENT);
    }

    /** Returns the bytes of the accepted records, including partition keys. */
    public long bytes() {
        return body.get(Count.BYTES);
    }

    /** Returns the number of PutRecords calls, including failed ones. */
    public int calls() {
        return (int) body.get(Count.CALLS);
    }

    /** Returns how many times a record was resent; a record can count several times. */
    public int resent() {
        return (int) body.get(Count.RESENT);
    }

    /** Returns the records that were not accepted after all attempts, in the order of their failure. */
    public List<RefusedRecord> refused() {
        return List.copyOf(refused);
    }

    void add(Count count, long number) {
        body.add(count, number);
        totals.add(count, number);
    }

    void accepted(StreamRecord record) {
        add(Count.SENT, 1);
        add(Count.BYTES, record.size());
    }

    void refused(RefusedRecord record) {
        refused.add(record);
        add(Count.REFUSED, 1);
    }
}
