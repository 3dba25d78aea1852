package io.tourbus.stream;

import java.util.concurrent.atomic.LongAdder;

/** Counts what an endpoint has done since it was made, all its threads together. */
public final class StreamTotals {
    private final LongAdder sent = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder resent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder waited = new LongAdder();

    public long sent() {
        return sent.sum();
    }

    public long bytes() {
        return bytes.sum();
    }

    public long calls() {
        return calls.sum();
    }

    public long throttled() {
        return throttled.sum();
    }

    public long resent() {
        return resent.sum();
    }

    public long refused() {
        return refused.sum();
    }

    public long waited() {
        return waited.sum();
    }

    void called() {
        calls.increment();
    }

    void throttledOnce() {
        throttled.increment();
    }

    void resent(int records) {
        resent.add(records);
    }

    void took(StreamRecord record) {
        sent.increment();
        bytes.add(record.size());
    }

    void refusedOne() {
        refused.increment();
    }

    void waited(long milliseconds) {
        waited.add(milliseconds);
    }
}
