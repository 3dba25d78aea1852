package io.tourbus.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** An HTTP server on the loopback address that injects {@link Faults} and records all requests. */
final class LocalServer implements AutoCloseable {

    /** Handles a request whose body has been read. */
    @FunctionalInterface
    interface Handler {
        Reply handle(HttpExchange exchange, byte[] body) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Handler handler;
    private final Clock clock;
    private final Faults faults = new Faults();
    private final ConcurrentLinkedQueue<SeenRequest> seen = new ConcurrentLinkedQueue<>();

    /** @param port 0 for any free port */
    LocalServer(String name, int port, Handler handler, Clock clock) throws IOException {
        this.handler = handler;
        this.clock = clock;
        this.threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        this.server = open(port);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Disables Nagle's algorithm, which delays small replies by 40 ms. The JDK reads the property only once. */
    private static HttpServer open(int port) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IOException("Port %d is in use. Choose other ports with --port.".formatted(port), e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Faults faults() {
        return faults;
    }

    /** Returns all requests in the order of their replies. */
    List<SeenRequest> seen() {
        return List.copyOf(seen);
    }

    Arrivals arrivals() {
        return Arrivals.of(seen.stream().map(SeenRequest::at).toList());
    }

    private void serve(HttpExchange exchange) throws IOException {
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
            var reply = faults.apply(exchange, handler.handle(exchange, body));
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
        server.stop(0);
        threads.shutdownNow();
    }
}
