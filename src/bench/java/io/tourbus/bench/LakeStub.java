package io.tourbus.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.bench.StubServer.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/** An S3 that takes every object, reads it, and keeps nothing. */
final class LakeStub implements AutoCloseable {

    /**
     * @param puts all of them
     * @param bytes what the objects take up, without signatures of chunks
     * @param raw what the API said
     * @param normalized records
     */
    record Sum(long puts, long bytes, Content.Sum raw, Content.Sum normalized) {}

    private static final JsonFactory JSON = new JsonFactory();

    private final LongAdder puts = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Content raw = new Content();
    private final Content normalized = new Content();
    private final StubServer server;

    LakeStub() throws IOException {
        this.server = new StubServer("lake", this::handle);
    }

    String address() {
        return server.address();
    }

    void latency(long millis) {
        server.latency(millis);
    }

    Traffic traffic() {
        return server.traffic();
    }

    Sum sum() {
        return new Sum(puts.sum(), bytes.sum(), raw.sum(), normalized.sum());
    }

    void reset() {
        puts.reset();
        bytes.reset();
        raw.reset();
        normalized.reset();
    }

    private Reply handle(HttpExchange exchange, byte[] body) throws IOException {
        var key = exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/?", "");
        if (exchange.getRequestMethod().equals("HEAD") && key.isEmpty()) {
            return new Reply(200, Map.of(), List.of());
        }
        if (!exchange.getRequestMethod().equals("PUT")
                || exchange.getRequestURI().getRawQuery() != null) {
            return Reply.json(501, "");
        }
        take(key, content(exchange, body));
        return new Reply(200, Map.of("ETag", "\"0\""), List.of());
    }

    private static byte[] content(HttpExchange exchange, byte[] body) {
        var signed = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        return signed != null && signed.startsWith("STREAMING-") ? unchunked(body) : body;
    }

    /** {@code <hex length>;chunk-signature=…\r\n<bytes>\r\n}, until one of length 0, which trailers may follow. */
    static byte[] unchunked(byte[] body) {
        var whole = new ByteArrayOutputStream(body.length);
        int at = 0;
        while (true) {
            int end = at;
            while (body[end] != '\r') {
                end++;
            }
            var head = new String(body, at, end - at, StandardCharsets.US_ASCII);
            var length = Integer.parseInt(head.split(";")[0], 16);
            if (length == 0) {
                return whole.toByteArray();
            }
            whole.write(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    private void take(String key, byte[] object) throws IOException {
        puts.increment();
        bytes.add(object.length);
        if (key.endsWith(".gz")) {
            var lines = new GZIPInputStream(new ByteArrayInputStream(object), 1 << 16).readAllBytes();
            (key.startsWith("raw/") ? raw : normalized).addLines(lines);
        } else if (!key.startsWith("raw/_runs/")) {
            takeDocument(object);
        }
    }

    /** One JSON document: a list of records. */
    private void takeDocument(byte[] document) throws IOException {
        try (var parser = JSON.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("no list of records");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                var end = (int) parser.currentLocation().getByteOffset();
                normalized.add(Arrays.copyOfRange(document, start, end));
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
