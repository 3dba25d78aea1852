package io.tourbus.sandbox.server;

import java.util.Optional;

/** Makes a number of calls fail without effect, after a number of successful calls. */
public final class FailingCalls {

    public record Failure(int status, String code) {}

    private Failure failure;
    private int before;
    private int times;
    private int failed;

    public synchronized void fail(int after, int next, int status, String code) {
        before = after;
        times = next;
        failure = new Failure(status, code);
    }

    /** Counts a call. @return the failure to return, if any */
    public synchronized Optional<Failure> next() {
        if (before > 0) {
            before--;
            return Optional.empty();
        }
        if (times == 0) {
            return Optional.empty();
        }
        times--;
        failed++;
        return Optional.of(failure);
    }

    public synchronized int failed() {
        return failed;
    }
}
