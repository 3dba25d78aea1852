package io.tourbus.described;

import io.tourbus.described.ApiServer.Request;
import io.tourbus.described.ApiServer.Response;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The setlists of an artist in the setlist.fm API 1.0 as its documentation describes them: 20 on a page, JSON only if the client
 * accepts it, 403 without a key, and 404 for an artist without setlists.
 */
final class SetlistFm implements Function<Request, Response> {

    static final String KEY = "setlistfm-key";
    static final String ARTIST = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d";
    static final int SETLISTS = 45;

    private static final int PAGE = 20;
    private static final String SETLIST = """
            {"id": "%1$x", "versionId": "7be1aaa0", "eventDate": "%2$02d-08-1964", "lastUpdated": "2013-10-20T05:18:08.000+0000",
             "artist": {"mbid": "%3$s", "name": "The Band", "sortName": "Band, The", "url": "https://www.setlist.fm/a"},
             "venue": {"id": "v%2$d", "name": "Bowl", "url": "https://www.setlist.fm/v", "city": {"id": "5357527",
              "name": "Hollywood", "state": "California", "stateCode": "CA", "coords": {"lat": 34.09, "long": -118.3},
              "country": {"code": "US", "name": "United States"}}},
             "tour": {"name": "North American Tour"}, "sets": {"set": [{"name": "", "song": [{"name": "A Song"}]}]},
             "info": "Recorded", "url": "https://www.setlist.fm/s"}""";

    @Override
    public Response apply(Request request) {
        if (!KEY.equals(request.headers().get("x-api-key"))) {
            return Response.of(403, "{\"message\": \"Forbidden\"}");
        }
        if (!"application/json".equals(request.headers().get("Accept"))) {
            return Response.of(200, "<setlists/>");
        }
        if (!request.path().equals("/rest/1.0/artist/%s/setlists".formatted(ARTIST))) {
            return Response.of(404, "{\"code\": 404, \"status\": \"Not Found\", \"message\": \"unknown artist mbid\"}");
        }
        var page = request.number("p", 1);
        var setlists = IntStream.range((page - 1) * PAGE, Math.min(SETLISTS, page * PAGE))
                .mapToObj(i -> SETLIST.formatted(0x63de4600 + i, i % 28 + 1, ARTIST))
                .collect(Collectors.joining(","));
        return Response.of(
                200,
                "{\"type\": \"setlists\", \"itemsPerPage\": %d, \"page\": %d, \"total\": %d, \"setlist\": [%s]}"
                        .formatted(PAGE, page, SETLISTS, setlists));
    }
}
