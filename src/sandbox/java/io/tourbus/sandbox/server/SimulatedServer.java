package io.tourbus.sandbox.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A {@link LoopbackServer} that injects {@link Faults} and records the last requests. */
public abstract class SimulatedServer extends LoopbackServer {

    /** Enough for tests, and about 5 MB. */
    private static final int KEPT_REQUESTS = 5_000;

    private final Clock clock;
    private final Faults faults = new Faults();
    private final Tail<SeenRequest> seen = new Tail<>(KEPT_REQUESTS);

    /** @param port 0 for any free port */
    protected SimulatedServer(String name, int port, Clock clock) throws IOException {
        super(name, port);
        this.clock = clock;
    }

    /** Answers a request whose body has been read. */
    protected abstract Reply handle(HttpExchange exchange, byte[] body) throws IOException;

    public final Faults faults() {
        return faults;
    }

    /** Returns the last requests in the order of their replies. */
    public final List<SeenRequest> seen() {
        return seen.items();
    }

    public final Arrivals arrivals() {
        return Arrivals.of(seen().stream().map(SeenRequest::at).toList());
    }

    @Override
    protected final void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply = answer(exchange);
            if (reply.isPresent()) {
                send(exchange, reply.get());
            }
        }
    }

    /** Records the request before the reply is sent, so that a client that has the reply finds the request in {@link #seen()}. */
    private Optional<Reply> answer(HttpExchange exchange) throws IOException {
        var at = clock.instant();
        int status = 0;
        try {
            var body = exchange.getRequestBody().readAllBytes();
            var reply = faults.apply(exchange, handle(exchange, body));
            status = reply.map(Reply::status).orElse(0);
            return reply;
        } finally {
            var uri = exchange.getRequestURI();
            seen.add(new SeenRequest(
                    at, exchange.getRequestMethod(), uri.getPath(), SeenRequest.parse(uri.getRawQuery()), status));
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
        var body = reply.body();
        if (accepted.contains("gzip") && body.length > 1_000) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = gzip(body);
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Compresses at the fastest level, so that compression does not dominate the response time. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new FastGzip(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        faults.release();
        super.close();
    }
}
