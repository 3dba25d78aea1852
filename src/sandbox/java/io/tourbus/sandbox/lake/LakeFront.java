package io.tourbus.sandbox.lake;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.server.FailingCalls;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.SimulatedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A proxy in front of an S3 server that can refuse calls or leave them unanswered. */
public final class LakeFront extends SimulatedServer {

    /** Headers that the HTTP client sets itself. */
    private static final Set<String> HOP_BY_HOP = Set.of("host", "connection", "content-length", "expect", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Optional<String> unanswered = Optional.empty();
    private final FailingCalls calls = new FailingCalls();
    private final URI lake;

    public LakeFront(URI lake) throws IOException {
        super("lake-front", 0, Clock.systemUTC());
        this.lake = lake;
        start();
    }

    public URI endpoint() {
        return address();
    }

    /**
     * Lets calls fail with an error of S3 and without effect, after a number of successful calls.
     *
     * @param status 0 to close the connection without a reply
     */
    public void fail(int after, int times, int status, String code) {
        calls.fail(after, times, status, code);
    }

    /** Executes puts of keys that contain a text, but never answers them. */
    public void neverAnswerPutsOf(String text) {
        unanswered = Optional.of(text);
    }

    /** Returns the number of unanswered puts. */
    public int unanswered() {
        return waiting.get();
    }

    /** Returns the number of refused calls. */
    public int failed() {
        return calls.failed();
    }

    @Override
    protected Reply handle(HttpExchange exchange, byte[] body) throws IOException {
        var failure = calls.next();
        if (failure.isEmpty()) {
            return answered(exchange, forward(exchange, body));
        }
        if (failure.get().status() == 0) {
            throw new IOException("Connection closed as requested by the test.");
        }
        var xml = "<Error><Code>%s</Code><Message>refused</Message></Error>"
                .formatted(failure.get().code());
        return Reply.html(failure.get().status(), xml).with("Content-Type", "application/xml");
    }

    private Reply answered(HttpExchange exchange, Reply reply) throws IOException {
        var put = exchange.getRequestMethod().equals("PUT");
        if (put
                && unanswered
                        .filter(exchange.getRequestURI().getPath()::contains)
                        .isPresent()) {
            waiting.incrementAndGet();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the front of the lake is closed", e);
            }
        }
        return reply;
    }

    private Reply forward(HttpExchange exchange, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(lake.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the front of the lake is closed", e);
        }
    }

    private static Reply reply(HttpResponse<byte[]> answer) {
        Map<String, String> headers = answer.headers().map().entrySet().stream()
                .filter(header -> !header.getKey().startsWith(":")
                        && !HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))
                        && !header.getKey().equalsIgnoreCase("transfer-encoding"))
                .collect(Collectors.toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
        return new Reply(answer.statusCode(), headers, answer.body());
    }

    @Override
    public void close() {
        closed.countDown();
        super.close();
    }
}
