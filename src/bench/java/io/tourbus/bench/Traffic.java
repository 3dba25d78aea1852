package io.tourbus.bench;

import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of a server, and the bytes of request and response bodies. */
final class Traffic {

    /**
     * The counts.
     *
     * @param received bytes of request bodies
     * @param sent bytes of response bodies
     * @param refused requests with a status of 400 or more
     */
    record Sum(long requests, long received, long sent, long refused) {}

    private final LongAdder requests = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void add(long bytesReceived, long bytesSent, int status) {
        requests.increment();
        received.add(bytesReceived);
        sent.add(bytesSent);
        refused.add(status >= 400 ? 1 : 0);
    }

    Sum sum() {
        return new Sum(requests.sum(), received.sum(), sent.sum(), refused.sum());
    }

    void reset() {
        requests.reset();
        received.reset();
        sent.reset();
        refused.reset();
    }
}
