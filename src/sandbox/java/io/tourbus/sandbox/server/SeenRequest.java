package io.tourbus.sandbox.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that a simulated server received.
 *
 * @param query the decoded query parameters
 * @param status the status of the reply; 0 if there was none
 */
public record SeenRequest(Instant at, String method, String path, Map<String, String> query, int status) {

    public static Map<String, String> parse(String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return query;
        }
        for (var parameter : rawQuery.split("&")) {
            var equals = parameter.indexOf('=');
            var name = equals < 0 ? parameter : parameter.substring(0, equals);
            query.put(decode(name), equals < 0 ? "" : decode(parameter.substring(equals + 1)));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
