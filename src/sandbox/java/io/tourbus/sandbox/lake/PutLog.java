package io.tourbus.sandbox.lake;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.SimulatedServer;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A simulated S3 that accepts all objects, discards their content and records the headers of puts. Like a simple store, it takes
 * the body as it arrives: it does not decode {@code aws-chunked}, does not know checksums, and returns the MD5 as ETag.
 */
public final class PutLog extends SimulatedServer {

    private final ConcurrentLinkedQueue<Map<String, String>> puts = new ConcurrentLinkedQueue<>();
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> checksums = new ConcurrentHashMap<>();

    public PutLog() throws IOException {
        super("put-log", 0, Clock.systemUTC());
        start();
    }

    public URI endpoint() {
        return address();
    }

    /** Stores other bytes than it receives for keys that contain a text. */
    public void damage(String text) {
        damaged.add(text);
    }

    /** Returns this SHA-256, in Base64, for keys that contain a text. */
    public void answerChecksum(String text, String sha256) {
        checksums.put(text, sha256);
    }

    /**
     * Returns the headers of each put by name in lower case, the path as {@code :path}, and the SHA-256 of the body in hex as
     * {@code :sha256}.
     */
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
            headers.put(":sha256", hash("SHA-256", body));
            puts.add(headers);
        }
        var path = exchange.getRequestURI().getPath();
        var stored = damaged.stream().anyMatch(path::contains) ? new byte[] {1} : body;
        Map<String, String> answer = new HashMap<>(Map.of("ETag", '"' + hash("MD5", stored) + '"'));
        checksums.forEach((text, sha256) -> {
            if (path.contains(text)) {
                answer.put("x-amz-checksum-sha256", sha256);
            }
        });
        return new Reply(200, answer, new byte[0]);
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
