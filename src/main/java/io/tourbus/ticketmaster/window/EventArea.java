package io.tourbus.ticketmaster.window;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A country or city whose events are read, as a factory of slices.
 *
 * @param title readable: {@code events US New York}
 * @param parameters query parameters of the Discovery API that select the area
 */
public record EventArea(String title, Map<String, String> parameters) {

    public static final String EVENTS = "ticketmaster-events";

    /** The only format that the API accepts: whole seconds and a Z, else DIS1015. */
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final Set<String> WINDOW_PARAMETERS = Set.of(
            "countryCode", "city", "segmentId", "classificationId", "startDateTime", "endDateTime", "sort", "locale");

    public Query query() {
        return new Query(TicketmasterFields.SOURCE, Entity.EVENTS, title);
    }

    /**
     * The events that start in a window. The API includes both bounds of a query, so the slice ends one second earlier.
     *
     * @param from inclusive, epoch seconds
     * @param until exclusive, epoch seconds
     */
    public Slice window(long from, long until) {
        var start = TO_THE_SECOND.format(Instant.ofEpochSecond(from));
        var end = TO_THE_SECOND.format(Instant.ofEpochSecond(until - 1));
        return slice(
                query(),
                "%s from %s".formatted(title, start.substring(0, 16)),
                Map.of("startDateTime", start, "endDateTime", end));
    }

    /** The window of a slice; empty if the slice has no dates or further parameters. */
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

    /** The events without a date, which no window contains. @param kind {@code TBA} (announced) or {@code TBD} (defined) */
    public Slice undated(String kind) {
        var name = "%s %s".formatted(title, kind.toLowerCase(Locale.ROOT));
        var query = new Query(TicketmasterFields.SOURCE, Entity.EVENTS, name);
        return slice(query, name, Map.of("include" + kind, "only"));
    }

    private Slice slice(Query query, String sliceTitle, Map<String, String> dates) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(dates);
        all.put("sort", "id,asc");
        all.put("locale", "*");
        return Slice.of(query, EVENTS, sliceTitle, all, List.of());
    }

    /**
     * A range of time in epoch seconds.
     *
     * @param from inclusive
     * @param until exclusive
     */
    public record TimeRange(long from, long until) {

        /** The parts outside another range, in order. */
        List<TimeRange> without(TimeRange other) {
            return Stream.of(
                            new TimeRange(from, Math.min(until, other.from())),
                            new TimeRange(Math.max(from, other.until()), until))
                    .filter(range -> range.from() < range.until())
                    .toList();
        }

        /** The union of ranges, sorted and without overlaps. */
        public static List<TimeRange> joined(List<TimeRange> ranges) {
            List<TimeRange> joined = new ArrayList<>();
            for (var range : ranges.stream()
                    .sorted(Comparator.comparing(TimeRange::from))
                    .toList()) {
                var last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
                if (last == null || last.until() < range.from()) {
                    joined.add(range);
                } else {
                    joined.set(joined.size() - 1, new TimeRange(last.from(), Math.max(last.until(), range.until())));
                }
            }
            return joined;
        }
    }
}
