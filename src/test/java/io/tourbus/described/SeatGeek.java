package io.tourbus.described;

import io.tourbus.described.ApiServer.Request;
import io.tourbus.described.ApiServer.Response;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The SeatGeek Platform API 2 as its documentation describes it: lists with {@code meta}, pages from 1, filters with {@code .gte} and
 * {@code .lt}, and 403 without a client ID.
 */
final class SeatGeek implements Function<Request, Response> {

    static final String CLIENT_ID = "seatgeek-client";

    private static final String VENUE = """
            {"id": %1$d, "name": "Hall %1$d", "city": "Boston", "state": "MA", "country": "US", "address": "%1$d Main St",
             "postal_code": "02108", "extended_address": "Boston, MA 02108", "location": {"lat": 42.35, "lon": -71.06},
             "timezone": "America/New_York", "capacity": 0, "url": "https://seatgeek.com/venues/%1$d", "score": 0.5}""";
    private static final String PERFORMER = """
            {"id": %1$d, "name": "Band %1$d", "short_name": "Band %1$d", "slug": "band-%1$d", "type": "band", "score": 0.7,
             "url": "https://seatgeek.com/band-%1$d", "image": null, "genres": [{"id": 1, "name": "Rock", "slug": "rock"}]}""";
    private static final String EVENT = """
            {"id": %d, "title": "%s", "short_title": "Show", "type": "concert", "status": "normal",
             "datetime_utc": "%s", "datetime_local": "%s", "date_tbd": false, "time_tbd": %b, "datetime_tbd": false,
             "url": "https://seatgeek.com/e/%1$d", "venue": %s, "performers": [%s],
             "taxonomies": [{"id": 2000000, "name": "concert", "parent_id": null}], "stats": {"lowest_price": 20}}""";

    /** One event each week, at 23:00 UTC. */
    private final List<LocalDateTime> starts = new ArrayList<>();

    private final List<String> venues = new ArrayList<>();
    private final List<String> performers = new ArrayList<>();

    SeatGeek(LocalDateTime first, int events) {
        for (var i = 0; i < events; i++) {
            starts.add(first.plusWeeks(i));
        }
        for (var i = 1; i <= 3; i++) {
            venues.add(VENUE.formatted(i));
            performers.add(PERFORMER.formatted(i));
        }
    }

    @Override
    public Response apply(Request request) {
        if (!CLIENT_ID.equals(request.parameter("client_id", ""))) {
            return Response.of(
                    403,
                    "{\"status\": \"error\", \"code\": 10402, \"message\": \"A client_id parameter is required.\"}");
        }
        return switch (request.path()) {
            case "/2/venues" -> page(request, "venues", venues);
            case "/2/performers" -> page(request, "performers", performers);
            case "/2/events" -> page(request, "events", events(request));
            default -> Response.of(404, "{\"message\": \"Not found.\"}");
        };
    }

    private List<String> events(Request request) {
        var from = LocalDateTime.parse(request.parameter("datetime_utc.gte", "1970-01-01T00:00:00"));
        var until = LocalDateTime.parse(request.parameter("datetime_utc.lt", "9999-01-01T00:00:00"));
        List<String> events = new ArrayList<>();
        for (var i = 0; i < starts.size(); i++) {
            var start = starts.get(i);
            if (!start.isBefore(from) && start.isBefore(until)) {
                // The third event has no time yet, and the fourth no title.
                events.add(EVENT.formatted(
                        i + 1,
                        i == 3 ? "" : "Show " + (i + 1),
                        start,
                        start.minusHours(4),
                        i == 2,
                        venues.get(i % 3),
                        performers.get(i % 3)));
            }
        }
        return events;
    }

    private static Response page(Request request, String name, List<String> all) {
        var size = request.number("per_page", 10);
        var page = request.number("page", 1);
        var items = all.stream().skip((page - 1L) * size).limit(size).collect(Collectors.joining(","));
        return Response.of(
                200,
                "{\"%s\": [%s], \"meta\": {\"total\": %d, \"took\": 3, \"page\": %d, \"per_page\": %d, \"geolocation\": null}}"
                        .formatted(name, items, all.size(), page, size));
    }
}
