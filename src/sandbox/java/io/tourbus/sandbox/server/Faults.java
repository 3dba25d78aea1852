package io.tourbus.sandbox.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Injects faults into a simulated server, also while it is running. The first active fault that matches a request applies. */
public final class Faults {

    /** Replaces or changes the reply of the server. */
    @FunctionalInterface
    interface Fault {
        /** @return the reply to send; empty if the fault has completed the exchange */
        Optional<Reply> apply(HttpExchange exchange, Reply original) throws IOException;
    }

    private record Armed(Predicate<String> target, AtomicInteger times, Fault fault) {}

    private final List<Armed> armed = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile Duration latency = Duration.ZERO;

    /** Delays all replies by this time. */
    public void latency(Duration time) {
        latency = time;
    }

    /** Answers the next requests whose path and query contain a text with a status, a body and headers (name, value, ...). */
    public void answer(int times, String containing, int status, String body, String... headers) {
        var reply = Reply.json(status, body);
        for (int i = 0; i < headers.length; i += 2) {
            reply = reply.with(headers[i], headers[i + 1]);
        }
        var replacement = reply;
        arm(times, containing, (exchange, original) -> Optional.of(replacement));
    }

    /** Works like {@link #answer}, and replaces {@code %s} in the body with the credentials of the request. */
    public void echo(int times, String containing, int status, String body) {
        arm(times, containing, (exchange, original) -> {
            var sent = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^\\w+ ", "");
            return Optional.of(Reply.json(status, body.formatted(sent)));
        });
    }

    /** Works like {@link #answer}, with a web page and status 200. */
    public void page(int times, String containing) {
        arm(times, containing, (exchange, original) -> Optional.of(Reply.html(200, "<html>Maintenance</html>")));
    }

    /** Truncates the JSON of the next replies; {@code Content-Length} matches the truncated body. */
    public void truncate(int times, String containing) {
        arm(
                times,
                containing,
                (exchange, original) -> Optional.of(new Reply(
                        original.status(),
                        original.headers(),
                        Arrays.copyOf(original.body(), original.body().length / 2))));
    }

    /** Closes the connection of the next requests in the middle of the reply. */
    public void cut(int times, String containing) {
        arm(times, containing, (exchange, original) -> {
            exchange.sendResponseHeaders(original.status(), original.body().length);
            exchange.getResponseBody().write(original.body(), 0, original.body().length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
            return Optional.empty();
        });
    }

    /** Blocks the next requests until {@link #release()}. */
    public void hang(int times, String containing) {
        arm(times, containing, (exchange, original) -> {
            hanging.incrementAndGet();
            sleep(() -> released.await());
            hanging.decrementAndGet();
            return Optional.of(original);
        });
    }

    /** Returns the number of blocked requests. */
    public int hanging() {
        return hanging.get();
    }

    /** Continues all blocked requests. */
    public void release() {
        released.countDown();
    }

    /** Answers this percentage of all requests, at random, with a status and a body. */
    public void sometimes(int percent, int status, String body) {
        var random = new Random(percent);
        armed.add(new Armed(
                target -> random.nextInt(100) < percent,
                new AtomicInteger(Integer.MAX_VALUE),
                (exchange, honest) -> Optional.of(Reply.json(status, body))));
    }

    /** Answers every nth request whose path and query contain a text with a status and a body. */
    public void every(int nth, String containing, int status, String body) {
        var seen = new AtomicInteger();
        armed.add(new Armed(
                target -> target.contains(containing) && seen.incrementAndGet() % nth == 0,
                new AtomicInteger(Integer.MAX_VALUE),
                (exchange, honest) -> Optional.of(Reply.json(status, body))));
    }

    /** Removes all faults. */
    public void clear() {
        armed.clear();
        latency = Duration.ZERO;
    }

    private void arm(int times, String containing, Fault fault) {
        armed.add(new Armed(target -> target.contains(containing), new AtomicInteger(times), fault));
    }

    Optional<Reply> apply(HttpExchange exchange, Reply original) throws IOException {
        if (!latency.isZero()) {
            sleep(() -> Thread.sleep(latency.toMillis()));
        }
        var target = exchange.getRequestURI().toString();
        for (var candidate : armed) {
            if (candidate.target().test(target) && candidate.times().getAndDecrement() > 0) {
                return candidate.fault().apply(exchange, original);
            }
        }
        return Optional.of(original);
    }

    private interface Wait {
        void go() throws InterruptedException;
    }

    private static void sleep(Wait wait) {
        try {
            wait.go();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
