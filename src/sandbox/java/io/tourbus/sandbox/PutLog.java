package io.tourbus.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A simulated S3 that accepts all objects, discards their content and records the headers of puts. */
public final class PutLog implements AutoCloseable {

    private final LocalServer server;
    private final ConcurrentLinkedQueue<Map<String, String>> puts = new ConcurrentLinkedQueue<>();

    public PutLog() throws IOException {
        this.server = new LocalServer("put-log", 0, this::handle, Clock.systemUTC());
    }

    public URI endpoint() {
        return server.address();
    }

    public Faults faults() {
        return server.faults();
    }

    /** Returns the headers of each put by name in lower case, and the path as {@code :path}. */
    public List<Map<String, String>> puts() {
        return List.copyOf(puts);
    }

    private Reply handle(HttpExchange exchange, byte[] body) {
        if (exchange.getRequestMethod().equals("PUT")) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(":path", exchange.getRequestURI().getPath());
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            puts.add(headers);
        }
        return new Reply(200, Map.of("ETag", "\"etag\""), new byte[0]);
    }

    @Override
    public void close() {
        server.close();
    }
}
