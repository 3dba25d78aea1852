package io.tourbus.source.limit;

import io.tourbus.state.SendTimes;
import io.tourbus.state.SharedRate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Decides when a request to a source is sent, together with all processes that use the same API key. A request waits for its
 * turn in the route. Directly before it is sent on an open connection, a request that is late, because of the connection, garbage
 * collection or a busy CPU, waits for another turn. Thread-safe.
 */
public final class RequestPacer {

    /** Pauses are looked up again after a longer wait, in which another process may have begun one. */
    private static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MAX_EXTRA_LEASE_MICROS = TimeUnit.SECONDS.toMicros(1);

    private final LongSupplier periodMillis;
    private final SharedRate rate;
    private final Deque<Turn> turns = new ConcurrentLinkedDeque<>();
    private final long start = System.nanoTime();
    private final AtomicLong pausedUntil = new AtomicLong();
    /** Used only if the shared clock is set forward. */
    private long nextTurn;

    private long callMicros;
    private long lastCallMicros;

    /** The time in which a request may be sent. */
    private record Turn(long from, long to) {}

    /** @param periodMillis returns the interval between two requests */
    public RequestPacer(LongSupplier periodMillis, SharedRate rate) {
        this.periodMillis = periodMillis;
        this.rate = rate;
    }

    /** Pauses all requests with this API key. It has no effect if it ends before the present pause. */
    public void pause(Duration pause) {
        pausedUntil.accumulateAndGet(now() + pause.toNanos(), Math::max);
        rate.update((last, now) -> last.pause(now, TimeUnit.NANOSECONDS.toMicros(pause.toNanos())));
    }

    /** Milliseconds until the pause ends, whichever process began it; 0 if there is none. */
    public long pauseMillis() {
        var left = Math.max(TimeUnit.MICROSECONDS.toNanos(rate.pause()), pausedUntil.get() - now());
        return left > 0 ? TimeUnit.NANOSECONDS.toMillis(left) + 1 : 0;
    }

    /** Waits for the turn of a request, and for the end of a pause. */
    public void acquire() throws InterruptedException {
        var turn = await(0);
        turns.removeIf(this::isOver);
        turns.add(turn);
    }

    /** Called directly before a request is sent. Returns at once if {@link #acquire} has returned in time for it. */
    void beforeSending() throws InterruptedException {
        for (var turn = turns.poll(); turn != null; turn = turns.poll()) {
            if (!isOver(turn)) {
                return;
            }
        }
        var extra = 0L;
        while (isOver(await(extra))) {
            extra = Math.min(MAX_EXTRA_LEASE_MICROS, extra * 2 + SendTimes.lease(periodMicros()));
        }
    }

    private boolean isOver(Turn turn) {
        return now() > turn.to();
    }

    private Turn await(long extraLeaseMicros) throws InterruptedException {
        while (true) {
            var turn = reserve(extraLeaseMicros);
            var waited = sleepUntil(turn.from());
            if (waited < SHORT_WAIT_NANOS || pauseMillis() == 0) {
                return turn;
            }
        }
    }

    /**
     * The shared clock shows some time between the begin and the end of the call. Therefore a turn begins later and ends earlier
     * than the slot, by the duration of the call, and the slot is longer if calls take long.
     */
    private synchronized Turn reserve(long extraLeaseMicros) {
        var period = periodMicros();
        var lease = SendTimes.lease(period);
        var extra = Math.min(MAX_EXTRA_LEASE_MICROS, extraLeaseMicros + Math.max(0, 2 * callMicros - lease / 2));
        var before = now();
        var times = rate.update((last, now) -> last.reserve(now, period, extra));
        var after = now();
        var duration = TimeUnit.NANOSECONDS.toMicros(after - before);
        callMicros = Math.min(duration, lastCallMicros);
        lastCallMicros = duration;
        var from = Math.max(nextTurn, after + TimeUnit.MICROSECONDS.toNanos(times.delay()));
        nextTurn = from + TimeUnit.MICROSECONDS.toNanos(SendTimes.spacing(period) - lease);
        return new Turn(
                Math.max(from, pausedUntil.get()),
                before + TimeUnit.MICROSECONDS.toNanos(times.delay() + times.lease()));
    }

    private long periodMicros() {
        return TimeUnit.MILLISECONDS.toMicros(Math.max(1, periodMillis.getAsLong()));
    }

    private long now() {
        return System.nanoTime() - start;
    }

    /** @return the time that it took, in nanoseconds */
    private long sleepUntil(long time) throws InterruptedException {
        var begin = now();
        for (var left = time - begin; left > 0; left = time - now()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return now() - begin;
    }

    /** Sends the requests of an HTTP client at their turns. */
    public HttpRequestExecutor executor() {
        return new HttpRequestExecutor() {
            @Override
            public ClassicHttpResponse execute(
                    ClassicHttpRequest request,
                    HttpClientConnection connection,
                    HttpResponseInformationCallback information,
                    HttpContext context)
                    throws IOException, HttpException {
                try {
                    beforeSending();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Interrupted before the request was sent.");
                }
                return super.execute(request, connection, information, context);
            }
        };
    }
}
