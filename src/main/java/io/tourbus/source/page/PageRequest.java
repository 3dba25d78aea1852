package io.tourbus.source.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One page asked for.
 *
 * @param path below the API's base address, with a leading slash
 * @param parameters of the query, not encoded, without credentials
 * @param from how many entities of the slice come before this page
 */
public record PageRequest(String path, Map<String, String> parameters, int from) {

    public PageRequest {
        parameters = new TreeMap<>(parameters);
    }

    /** The query as it goes on the wire: parameters by name, percent-encoded; empty where there are none. */
    public String query() {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Path and query, as a message shows them. */
    @Override
    public String toString() {
        return parameters.isEmpty() ? path : path + "?" + query();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
