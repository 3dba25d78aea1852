package io.tourbus.source.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request for one page of a slice.
 *
 * @param path relative to the base URL of the API, with a leading slash
 * @param parameters query parameters, not encoded, without credentials
 * @param from how many entities or IDs of the slice precede this page
 */
public record PageRequest(String path, Map<String, String> parameters, int from) {

    public PageRequest {
        parameters = new TreeMap<>(parameters);
    }

    /** The query string: parameters sorted by name and percent-encoded; empty if there are none. */
    public String query() {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Path and query string, for messages. */
    @Override
    public String toString() {
        return parameters.isEmpty() ? path : path + "?" + query();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
