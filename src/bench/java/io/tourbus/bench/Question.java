package io.tourbus.bench;

import io.tourbus.model.Entity;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * One query of the Discovery API, narrow enough to be answered whole.
 *
 * @param name fit for a key
 * @param query without size and page
 */
record Question(Entity entity, String name, String query) {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final String EVENTS = "countryCode=US&segmentId=KZFzniwnSyZfZ7v7nJ&locale=*&sort=id%2Casc";

    /** All that Tourbus asks for in its daily job, in the fewest windows that the stage knows. */
    static List<Question> all(StageClient stage) throws IOException, InterruptedException {
        List<Question> all = new ArrayList<>();
        all.add(new Question(Entity.VENUES, "venues", "countryCode=US&locale=*&sort=name%2Casc"));
        all.add(new Question(Entity.EVENTS, "events-tba", EVENTS + "&includeTBA=only"));
        all.add(new Question(Entity.EVENTS, "events-tbd", EVENTS + "&includeTBD=only"));
        for (var window : stage.windows()) {
            var from = SECOND.format(Instant.ofEpochSecond(window.from()));
            var until = SECOND.format(Instant.ofEpochSecond(window.until() - 1));
            all.add(new Question(
                    Entity.EVENTS,
                    "events-" + window.from(),
                    EVENTS + "&startDateTime=" + from + "&endDateTime=" + until));
        }
        return all;
    }

    /** Path and query of a page, below the address of the API. */
    String page(int size, int number) {
        return "/%s?%s&size=%d&page=%d&apikey=bench".formatted(entity, query, size, number);
    }
}
