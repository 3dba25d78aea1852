package io.tourbus.bench;

import com.sun.net.httpserver.HttpExchange;
import io.tourbus.bench.EventIndex.Window;
import io.tourbus.bench.StubServer.Reply;
import io.tourbus.sandbox.server.SeenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A minimal Discovery API that serves rendered events and venues, with little overhead. Supports date windows, undated events,
 * page sizes and page numbers up to 1,000 results. Ignores all other filters, and always sorts by ID.
 */
final class ApiStub extends StubServer {

    private static final int MAX_RESULTS = 1_000;
    private static final byte[] COMMA = {','};

    private volatile EventIndex index;

    ApiStub(EventIndex index) throws IOException {
        super("api");
        this.index = index;
        start();
    }

    /** Serves other events from now on. */
    void show(EventIndex other) {
        index = other;
    }

    String baseUrl() {
        return address() + "/discovery/v2";
    }

    @Override
    Reply handle(HttpExchange exchange, byte[] body) {
        var uri = exchange.getRequestURI();
        var query = SeenRequest.parse(uri.getRawQuery());
        var size = Integer.parseInt(query.getOrDefault("size", "20"));
        var from = size * Integer.parseInt(query.getOrDefault("page", "0"));
        if (from >= MAX_RESULTS || size < 1 || size > 200) {
            return Reply.json(400, "{\"errors\":[{\"code\":\"DIS1035\",\"detail\":\"Max paging depth exceeded\"}]}");
        }
        var shown = index;
        if (uri.getPath().endsWith("/venues")) {
            return page("venues", shown.venues(), from, size, shown::venue);
        }
        var ranks = ranks(shown, query);
        return page("events", ranks.length, from, size, position -> shown.event(ranks[position]));
    }

    private static int[] ranks(EventIndex index, Map<String, String> query) {
        if ("only".equals(query.get("includeTBA"))) {
            return index.announced();
        }
        if ("only".equals(query.get("includeTBD"))) {
            return index.defined();
        }
        return index.in(new Window(second(query.get("startDateTime")), second(query.get("endDateTime")) + 1));
    }

    private static long second(String time) {
        return Instant.parse(time).getEpochSecond();
    }

    private static Reply page(String name, int total, int from, int size, IntFunction<byte[]> entity) {
        List<byte[]> parts = new ArrayList<>(2 * size + 2);
        var until = Math.min(total, from + size);
        parts.add(bytes(from < until ? "{\"_embedded\":{\"%s\":[".formatted(name) : "{"));
        for (int position = from; position < until; position++) {
            parts.add(entity.apply(position));
            if (position + 1 < until) {
                parts.add(COMMA);
            }
        }
        var links = until < total ? "\"next\":{\"href\":\"/discovery/v2/%s\"}".formatted(name) : "";
        parts.add(bytes("%s\"_links\":{%s},\"page\":{\"size\":%d,\"totalElements\":%d,\"totalPages\":%d,\"number\":%d}}"
                .formatted(from < until ? "]}," : "", links, size, total, (total + size - 1) / size, from / size)));
        return new Reply(200, Map.of("Content-Type", "application/json;charset=utf-8"), parts);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
