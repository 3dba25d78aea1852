package io.tourbus.bench;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.server.LoopbackServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/** A {@link LoopbackServer} with little overhead, which counts its traffic. */
abstract class StubServer extends LoopbackServer {

    /** An HTTP reply. @param parts the parts of the body in order */
    record Reply(int status, Map<String, String> headers, List<byte[]> parts) {

        static Reply json(int status, String body) {
            return new Reply(
                    status, Map.of("Content-Type", "application/json"), List.of(body.getBytes(StandardCharsets.UTF_8)));
        }

        /** As a server with many clients does: at the lowest level, which takes the least time. */
        Reply compressed() throws IOException {
            var bytes = new ByteArrayOutputStream((int) length() / 4);
            try (var gzip = new GZIPOutputStream(bytes, 1 << 16) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            }) {
                for (var part : parts) {
                    gzip.write(part);
                }
            }
            Map<String, String> all = new HashMap<>(headers);
            all.put("Content-Encoding", "gzip");
            return new Reply(status, all, List.of(bytes.toByteArray()));
        }

        long length() {
            return parts.stream().mapToLong(part -> part.length).sum();
        }
    }

    /** Smaller replies stay as they are, as with most servers. */
    private static final int MIN_COMPRESSED = 1_000;

    private final Traffic traffic = new Traffic();
    private final boolean compresses;
    private volatile long latencyMillis;

    /** @param certificate of the server, which then compresses replies as well; empty for plain HTTP */
    StubServer(String name, Optional<ServerCertificate> certificate) throws IOException {
        super(name, 0, context(certificate));
        this.compresses = certificate.isPresent();
    }

    private static Optional<SSLContext> context(Optional<ServerCertificate> certificate) throws IOException {
        return certificate.isPresent() ? Optional.of(certificate.get().server()) : Optional.empty();
    }

    /** Answers a request whose body has been read. An exception becomes status 400. */
    abstract Reply handle(HttpExchange exchange, byte[] body) throws IOException;

    /** Sets the minimum response time. */
    void latency(long millis) {
        latencyMillis = millis;
    }

    Traffic traffic() {
        return traffic;
    }

    @Override
    protected void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var reply = answer(exchange, body);
            if (compresses && reply.length() >= MIN_COMPRESSED && acceptsGzip(exchange)) {
                reply = reply.compressed();
            }
            var length = reply.length();
            await(latencyMillis);
            traffic.add(body.length, length, reply.status());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
            for (var part : reply.parts()) {
                exchange.getResponseBody().write(part);
            }
        }
    }

    private static boolean acceptsGzip(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip");
    }

    private static void await(long millis) {
        if (millis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private Reply answer(HttpExchange exchange, byte[] body) {
        try {
            return handle(exchange, body);
        } catch (IOException | RuntimeException e) {
            return Reply.json(400, "{}");
        }
    }
}
