package io.tourbus.bench;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a server is asked, and the bytes of bodies both ways. */
final class Traffic {

    /**
     * @param received bytes of the bodies of requests
     * @param sent bytes of the bodies of answers
     * @param refused how many requests were answered with 400 or more
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
