package io.tourbus.stream;

import java.util.ArrayList;
import java.util.List;

/** Counts what became of one message body while it is being sent. Belongs to one thread. */
public final class Tally {
    private final List<RefusedRecord> refused = new ArrayList<>();
    private int sent;
    private long bytes;
    private int calls;
    private int resent;

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
    }

    void resent(int records) {
        resent += records;
    }

    void took(StreamRecord record) {
        sent++;
        bytes += record.size();
    }

    void refuse(RefusedRecord record) {
        refused.add(record);
    }
}
