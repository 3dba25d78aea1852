package io.tourbus.source.limit;

import io.tourbus.source.error.StoppedException;
import io.tourbus.state.limit.SendTimes;
import io.tourbus.state.limit.SharedRate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Decides when a request to a source is sent, together with all processes that use the same API key. Requests wait for the end of
 * a pause in the route, and for their turn on an open connection, so that a new connection, garbage collection or a busy CPU
 * does not bring them together. Thread-safe.
 */
public final class RequestPacer {

    /** Pauses are looked up again after a longer wait, in which another process may have begun one. */
    private static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A request that waits longer is given up if its run is stopped. */
    private static final long LONG_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long MAX_EXTRA_LEASE_MICROS = TimeUnit.SECONDS.toMicros(1);

    /** More requests wait in the route, where the time limits of HTTP do not apply. */
    private static final int MAX_CONNECTED = 2;

    private final LongSupplier periodMillis;
    private final SharedRate rate;
    private final long start = System.nanoTime();
    private final AtomicLong pausedUntil = new AtomicLong();
    private final ReentrantLock turns = new ReentrantLock(true);
    /** What the request of a thread is for. The HTTP client does not pass it on. */
    private final ThreadLocal<Stoppable> work = new ThreadLocal<>();
    /** Later than the shared slot only if the shared clock was set forward. */
    private long earliest;

    private long callMicros;
    private long lastCallMicros;

    /**
     * The time in which a request may be sent.
     *
     * @param from in nanoseconds, as {@code to} and {@code interval}
     * @param interval the time until the next request, at least
     */
    private record Turn(long slot, long lease, long from, long to, long interval) {}

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

    /**
     * Waits for the end of a pause, and while other requests wait for their turn on their connections.
     *
     * @param run sends the request; {@code null} if it cannot be stopped
     * @param retry {@code null} at the first attempt
     * @throws StoppedException if the run is stopped, and the request is a retry or has to wait for the end of a pause
     */
    public void acquire(@Variable("run") Stoppable run, @Header(Exchange.REDELIVERY_COUNTER) Integer retry)
            throws InterruptedException {
        work.set(run);
        if (retry != null && retry > 0) {
            requireWanted();
        }
        for (var pause = pauseMillis(); pause > 0; pause = pauseMillis()) {
            sleepUntil(now() + TimeUnit.MILLISECONDS.toNanos(pause));
        }
        while (turns.getQueueLength() >= MAX_CONNECTED) {
            TimeUnit.MILLISECONDS.sleep(Math.min(20, periodMillis.getAsLong()));
        }
    }

    private void requireWanted() {
        var run = work.get();
        if (run != null && run.stopRequested()) {
            throw new StoppedException();
        }
    }

    /** Waits for the turn of a request. Called directly before it is sent. @return the present value of {@link #now} */
    long beforeSending() throws InterruptedException {
        turns.lockInterruptibly();
        try {
            var turn = reserve(0, 0);
            for (var extra = 0L; ; extra = Math.min(MAX_EXTRA_LEASE_MICROS, extra * 2 + turn.lease())) {
                var waited = sleepUntil(turn.from());
                var paused = waited > SHORT_WAIT_NANOS && pauseMillis() > 0;
                var now = now();
                if (!paused && now <= turn.to()) {
                    earliest = now + turn.interval();
                    return now;
                }
                turn = reserve(extra, turn.slot());
            }
        } finally {
            work.remove();
            turns.unlock();
        }
    }

    /**
     * The shared clock shows some time between the begin and the end of the call. Therefore a turn begins later and ends earlier
     * than the slot, by the duration of the call, and the slot is longer if calls take long.
     */
    private Turn reserve(long extraLeaseMicros, long unused) {
        var period = periodMicros();
        var lease = SendTimes.lease(period);
        var extra = Math.min(MAX_EXTRA_LEASE_MICROS, extraLeaseMicros + Math.max(0, 2 * callMicros - lease / 2));
        var before = now();
        var times = rate.update((last, now) -> last.reserve(now, period, extra, unused));
        var after = now();
        var duration = TimeUnit.NANOSECONDS.toMicros(after - before);
        callMicros = Math.min(duration, lastCallMicros);
        lastCallMicros = duration;
        var delay = TimeUnit.MICROSECONDS.toNanos(times.delay());
        return new Turn(
                times.slot(),
                times.lease(),
                Math.max(after + delay, Math.max(earliest, pausedUntil.get())),
                before + delay + TimeUnit.MICROSECONDS.toNanos(times.lease()),
                TimeUnit.MICROSECONDS.toNanos(SendTimes.spacing(period) - times.lease()));
    }

    private long periodMicros() {
        return TimeUnit.MILLISECONDS.toMicros(Math.max(1, periodMillis.getAsLong()));
    }

    /** Nanoseconds since this was created. */
    private long now() {
        return System.nanoTime() - start;
    }

    /**
     * @return the time that it took, in nanoseconds
     * @throws StoppedException if the run is stopped, and the time is more than half a second away
     */
    private long sleepUntil(long time) throws InterruptedException {
        var begin = now();
        for (var left = time - begin; left > 0; left = time - now()) {
            if (left > LONG_WAIT_NANOS) {
                requireWanted();
            }
            LockSupport.parkNanos(Math.min(left, LONG_WAIT_NANOS));
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
