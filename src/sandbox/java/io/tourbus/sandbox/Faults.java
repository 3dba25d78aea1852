package io.tourbus.sandbox;

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

/** How a server misbehaves, changeable while it runs. The first fault that fits a request and is not used up wins. */
public final class Faults {

    /** What happens instead of an answer, or to it. */
    @FunctionalInterface
    interface Fault {
        /** @return what to answer instead; empty when the exchange has been dealt with */
        Optional<Reply> apply(HttpExchange exchange, Reply honest) throws IOException;
    }

    private record Armed(Predicate<String> target, AtomicInteger times, Fault fault) {}

    private final List<Armed> armed = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile Duration latency = Duration.ZERO;

    /** Every answer takes this long at least. */
    public void latency(Duration time) {
        latency = time;
    }

    /** The next requests whose path and query contain the text answer with a status, headers and a body. */
    public void answer(int times, String containing, int status, String body, String... headers) {
        var reply = Reply.json(status, body);
        for (int i = 0; i < headers.length; i += 2) {
            reply = reply.with(headers[i], headers[i + 1]);
        }
        var instead = reply;
        arm(times, containing, (exchange, honest) -> Optional.of(instead));
    }

    /** As {@link #answer}, with the credentials that the request sent where the body has {@code %s}. */
    public void echo(int times, String containing, int status, String body) {
        arm(times, containing, (exchange, honest) -> {
            var sent = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^\\w+ ", "");
            return Optional.of(Reply.json(status, body.formatted(sent)));
        });
    }

    /** As {@link #answer}, with a web page and status 200. */
    public void page(int times, String containing) {
        arm(times, containing, (exchange, honest) -> Optional.of(Reply.html(200, "<html>Maintenance</html>")));
    }

    /** The next answers end in the middle of their JSON, though their length is right. */
    public void truncate(int times, String containing) {
        arm(
                times,
                containing,
                (exchange, honest) -> Optional.of(new Reply(
                        honest.status(), honest.headers(), Arrays.copyOf(honest.body(), honest.body().length / 2))));
    }

    /** The next answers break off: the connection closes before the promised length. */
    public void cut(int times, String containing) {
        arm(times, containing, (exchange, honest) -> {
            exchange.sendResponseHeaders(honest.status(), honest.body().length);
            exchange.getResponseBody().write(honest.body(), 0, honest.body().length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
            return Optional.empty();
        });
    }

    /** The next requests get no answer until {@link #release()}. */
    public void hang(int times, String containing) {
        arm(times, containing, (exchange, honest) -> {
            hanging.incrementAndGet();
            sleep(() -> released.await());
            hanging.decrementAndGet();
            return Optional.of(honest);
        });
    }

    /** How many requests get no answer just now. */
    public int hanging() {
        return hanging.get();
    }

    /** Lets go what hangs. */
    public void release() {
        released.countDown();
    }

    /** About so many in a hundred requests are answered with a status instead. */
    public void sometimes(int percent, int status, String body) {
        var random = new Random(percent);
        armed.add(new Armed(
                target -> random.nextInt(100) < percent,
                new AtomicInteger(Integer.MAX_VALUE),
                (exchange, honest) -> Optional.of(Reply.json(status, body))));
    }

    /** Every so many-th request whose path and query contain the text answers otherwise, the others as ever. */
    public void every(int nth, String containing, int status, String body) {
        var seen = new AtomicInteger();
        armed.add(new Armed(
                target -> target.contains(containing) && seen.incrementAndGet() % nth == 0,
                new AtomicInteger(Integer.MAX_VALUE),
                (exchange, honest) -> Optional.of(Reply.json(status, body))));
    }

    /** Behaves again. */
    public void clear() {
        armed.clear();
        latency = Duration.ZERO;
    }

    private void arm(int times, String containing, Fault fault) {
        armed.add(new Armed(target -> target.contains(containing), new AtomicInteger(times), fault));
    }

    Optional<Reply> apply(HttpExchange exchange, Reply honest) throws IOException {
        if (!latency.isZero()) {
            sleep(() -> Thread.sleep(latency.toMillis()));
        }
        var target = exchange.getRequestURI().toString();
        for (var candidate : armed) {
            if (candidate.target().test(target) && candidate.times().getAndDecrement() > 0) {
                return candidate.fault().apply(exchange, honest);
            }
        }
        return Optional.of(honest);
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
