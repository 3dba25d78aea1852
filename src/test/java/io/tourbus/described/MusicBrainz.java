package io.tourbus.described;

import io.tourbus.described.ApiServer.Request;
import io.tourbus.described.ApiServer.Response;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lookups of artists in the MusicBrainz API as its documentation describes them: JSON only with {@code fmt=json}, genres, aliases
 * and links only with {@code inc}, 404 for an unknown ID, and 503 for a client without a contact. It refuses its second request, as it
 * does if there are too many.
 */
final class MusicBrainz implements Function<Request, Response> {

    static final String GROUP = "5b11f4ce-a62d-471e-81fc-a69a8278c7da";
    static final String PERSON = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d";

    private static final String ARTIST = """
            {"id": "%s", "name": "%s", "sort-name": "%2$s", "type": "%s", "disambiguation": "", "country": "US", "isnis": [],
             "life-span": {"begin": "1988-01", "end": null, "ended": false}, "area": {"name": "United States"}%s}""";
    private static final String INCLUDED = """
            , "aliases": [{"name": "Other", "sort-name": "Other", "locale": null, "primary": null, "ended": false}],
            "genres": [{"id": "1", "name": "Grunge", "count": 12, "disambiguation": ""}],
            "relations": [{"type": "free streaming", "target-type": "url", "direction": "forward", "ended": false,
                           "url": {"id": "2", "resource": "https://open.spotify.com/artist/6olE6TJLqED3rqDCT0FyPh"}}]""";

    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public Response apply(Request request) {
        if (!request.headers().getOrDefault("User-Agent", "").contains("@") || requests.incrementAndGet() == 2) {
            return Response.of(503, "{\"error\": \"Your requests are exceeding the allowable rate limit.\"}");
        }
        if (!request.parameter("fmt", "xml").equals("json")) {
            return Response.of(200, "<metadata/>");
        }
        var included = request.parameter("inc", "").equals("aliases genres url-rels") ? INCLUDED : "";
        return switch (request.path()) {
            case "/ws/2/artist/" + GROUP -> Response.of(200, ARTIST.formatted(GROUP, "A Group", "Group", included));
            case "/ws/2/artist/" + PERSON -> Response.of(200, ARTIST.formatted(PERSON, "A Person", "Person", included));
            default -> Response.of(404, "{\"error\": \"Not Found\", \"help\": \"https://musicbrainz.org\"}");
        };
    }
}
