package io.tourbus.sandbox.lake;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.SimulatedServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A simulated S3 that accepts all objects, discards their content and records the headers of puts. */
public final class PutLog extends SimulatedServer {

    private final ConcurrentLinkedQueue<Map<String, String>> puts = new ConcurrentLinkedQueue<>();

    public PutLog() throws IOException {
        super("put-log", 0, Clock.systemUTC());
        start();
    }

    public URI endpoint() {
        return address();
    }

    /** Returns the headers of each put by name in lower case, and the path as {@code :path}. */
    public List<Map<String, String>> puts() {
        return List.copyOf(puts);
    }

    @Override
    protected Reply handle(HttpExchange exchange, byte[] body) {
        if (exchange.getRequestMethod().equals("PUT")) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(":path", exchange.getRequestURI().getPath());
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            puts.add(headers);
        }
        return new Reply(200, Map.of("ETag", "\"etag\""), new byte[0]);
    }
}
