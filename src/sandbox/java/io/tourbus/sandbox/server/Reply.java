package io.tourbus.sandbox.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP reply of a simulated server. */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final String JSON = "application/json;charset=utf-8";

    public static Reply json(int status, String body) {
        return new Reply(status, Map.of("Content-Type", JSON), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply html(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html"), body.getBytes(StandardCharsets.UTF_8));
    }

    public Reply with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }
}
