package io.tourbus.stream;

import java.util.ArrayList;
import java.util.List;

/** Counts what became of one message body while it is being sent, and adds it to totals. Belongs to one thread. */
public final class SendCounters {
    private final StreamTotals totals;
    private final List<RefusedRecord> refused = new ArrayList<>();
    private int sent;
    private long bytes;
    private int calls;
    private int resent;

    /** Adds to no totals. */
    public SendCounters() {
        this(new StreamTotals());
    }

    public SendCounters(StreamTotals totals) {
        this.totals = totals;
    }

    /** Records that the stream has taken. */
    public int sent() {
        return sent;
    }

    /** Bytes of those, data and partition keys. */
    public long bytes() {
        return bytes;
    }

    /** PutRecords calls, failed ones included. */
    public int calls() {
        return calls;
    }

    /** How many times a record was sent again; one record may count several times. */
    public int resent() {
        return resent;
    }

    /** Records that did not get into the stream, in the order in which that became certain. */
    public List<RefusedRecord> refused() {
        return List.copyOf(refused);
    }

    void called() {
        calls++;
        totals.called();
    }

    void throttled() {
        totals.throttledOnce();
    }

    void resent(int records) {
        resent += records;
        totals.resent(records);
    }

    void accepted(StreamRecord record) {
        sent++;
        bytes += record.size();
        totals.took(record);
    }

    void refuse(RefusedRecord record) {
        refused.add(record);
        totals.refusedOne();
    }

    void waited(long milliseconds) {
        totals.waited(milliseconds);
    }
}
