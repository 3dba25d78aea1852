package io.tourbus.ticketmaster.window;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where events are looked for.
 *
 * @param title {@code events US New York}
 * @param parameters of the API that say the same
 */
public record EventArea(String title, Map<String, String> parameters) {

    public static final String EVENTS = "ticketmaster-events";

    /** The API wants no fractions and a Z (DIS1015). */
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> WINDOW_PARAMETERS =
            Set.of("countryCode", "city", "segmentId", "startDateTime", "endDateTime", "sort", "locale");

    public Query query() {
        return new Query(TicketmasterFields.SOURCE, Entity.EVENTS, title);
    }

    /**
     * The events that start in a window. Both edges of a query are included, so a window ends a second before the next one
     * starts.
     *
     * @param from in seconds since 1970
     * @param until not included
     */
    public Slice window(long from, long until) {
        var start = TO_THE_SECOND.format(Instant.ofEpochSecond(from));
        var end = TO_THE_SECOND.format(Instant.ofEpochSecond(until - 1));
        return slice(
                query(),
                "%s from %s".formatted(title, start.substring(0, 16)),
                Map.of("startDateTime", start, "endDateTime", end));
    }

    /** The window that a slice asks for; empty where it asks for something narrower, or without dates. */
    public static Optional<TimeRange> range(Slice slice) {
        var start = slice.parameters().get("startDateTime");
        var end = slice.parameters().get("endDateTime");
        if (start == null
                || end == null
                || !WINDOW_PARAMETERS.containsAll(slice.parameters().keySet())) {
            return Optional.empty();
        }
        return Optional.of(new TimeRange(
                Instant.parse(start).getEpochSecond(), Instant.parse(end).getEpochSecond() + 1));
    }

    /** The events that have no date: {@code TBA} to be announced, {@code TBD} to be defined. No window finds them. */
    public Slice undated(String kind) {
        var name = "%s %s".formatted(title, kind.toLowerCase(Locale.ROOT));
        var query = new Query(TicketmasterFields.SOURCE, Entity.EVENTS, name);
        return slice(query, name, Map.of("include" + kind, "only"));
    }

    private Slice slice(Query query, String sliceTitle, Map<String, String> when) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(when);
        all.put("sort", "id,asc");
        all.put("locale", "*");
        return Slice.of(query, EVENTS, sliceTitle, all, List.of());
    }
}
