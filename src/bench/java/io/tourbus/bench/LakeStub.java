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
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/** A stub S3 that accepts all objects, counts their records, and discards them. Its list has one object after the first. */
final class LakeStub extends StubServer {

    /**
     * What the lake has received.
     *
     * @param bytes total size of the objects, without chunk signatures
     * @param raw the entities as returned by the API
     * @param normalized the records
     */
    record Sum(long puts, long bytes, ContentChecksum.Sum raw, ContentChecksum.Sum normalized) {}

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NO_OBJECTS = list("<KeyCount>0</KeyCount>");
    /** Tourbus writes all records again to a lake that has become empty. */
    private static final byte[] ONE_OBJECT =
            list("<KeyCount>1</KeyCount><Contents><Key>raw/_runs/x.json</Key><Size>1</Size></Contents>");

    private final LongAdder puts = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final ContentChecksum raw = new ContentChecksum();
    private final ContentChecksum normalized = new ContentChecksum();
    private volatile boolean used;

    LakeStub(Optional<ServerCertificate> certificate) throws IOException {
        super("lake", certificate);
        start();
    }

    private static byte[] list(String content) {
        return "<ListBucketResult>%s</ListBucketResult>".formatted(content).getBytes(StandardCharsets.US_ASCII);
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

    @Override
    Reply handle(HttpExchange exchange, byte[] body) throws IOException {
        var key = exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/?", "");
        if (exchange.getRequestMethod().equals("HEAD") && key.isEmpty()) {
            return new Reply(200, Map.of(), List.of());
        }
        if (exchange.getRequestMethod().equals("GET") && key.isEmpty()) {
            return new Reply(200, Map.of("Content-Type", "application/xml"), List.of(used ? ONE_OBJECT : NO_OBJECTS));
        }
        if (!exchange.getRequestMethod().equals("PUT")
                || exchange.getRequestURI().getRawQuery() != null) {
            return Reply.json(501, "");
        }
        count(key, content(exchange, body));
        return new Reply(200, Map.of("ETag", "\"0\""), List.of());
    }

    private static byte[] content(HttpExchange exchange, byte[] body) {
        var signed = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        return signed != null && signed.startsWith("STREAMING-") ? unchunked(body) : body;
    }

    /** Decodes chunks of {@code <hex length>;chunk-signature=…\r\n<bytes>\r\n} up to one of length 0; trailers can follow. */
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

    private void count(String key, byte[] object) throws IOException {
        used = true;
        puts.increment();
        bytes.add(object.length);
        if (key.endsWith(".gz")) {
            var lines = new GZIPInputStream(new ByteArrayInputStream(object), 1 << 16).readAllBytes();
            (key.startsWith("raw/") ? raw : normalized).addLines(lines);
        } else if (!key.startsWith("raw/_runs/")) {
            countDocument(object);
        }
    }

    /** Counts the records of a JSON array, the format of the predecessor. */
    private void countDocument(byte[] document) throws IOException {
        try (var parser = JSON.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("The document is not a JSON array.");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                var end = (int) parser.currentLocation().getByteOffset();
                normalized.add(Arrays.copyOfRange(document, start, end));
            }
        }
    }
}
