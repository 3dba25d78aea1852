package io.tourbus.sandbox;

import io.tourbus.sandbox.Catalogue.Dated;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which events a query asks for. Events without a date come only when they are asked for, never within a window, and not
 * when both kinds are asked for alone.
 */
final class EventFilter implements Predicate<Catalogue.Event> {

    private static final String TO_THE_SECOND = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z";

    private final Map<String, String> query;
    private final Instant from;
    private final Instant until;

    EventFilter(Map<String, String> query) {
        this.query = query;
        this.from = edge("startDateTime", Instant.MIN);
        this.until = edge("endDateTime", Instant.MAX);
    }

    private Instant edge(String name, Instant open) {
        var text = query.get(name);
        if (text == null) {
            return open;
        }
        if (!text.matches(TO_THE_SECOND)) {
            throw new TicketmasterException(
                    400, "DIS1015", "Query param with date must be of valid format YYYY-MM-DDTHH:mm:ssZ");
        }
        return Instant.parse(text);
    }

    @Override
    public boolean test(Catalogue.Event event) {
        var town = event.venue().town();
        return matches("countryCode", town.country())
                && matches("stateCode", town.state())
                && matches("city", town.name())
                && matches("venueId", event.venue().id())
                && matches("id", event.id())
                && matches("segmentId", EventPayload.MUSIC)
                && (!query.containsKey("keyword")
                        || event.name()
                                .toLowerCase()
                                .contains(query.get("keyword").toLowerCase()))
                && dated(event);
    }

    private boolean matches(String name, String value) {
        return !query.containsKey(name) || query.get(name).equals(value);
    }

    private boolean dated(Catalogue.Event event) {
        var announced = query.getOrDefault("includeTBA", "no");
        var defined = query.getOrDefault("includeTBD", "no");
        if (announced.equals("only") || defined.equals("only")) {
            return !announced.equals(defined)
                    && event.dated() == (announced.equals("only") ? Dated.TO_BE_ANNOUNCED : Dated.TO_BE_DEFINED);
        }
        return switch (event.dated()) {
            case TO_BE_ANNOUNCED -> announced.equals("yes") && unbounded();
            case TO_BE_DEFINED -> defined.equals("yes") && unbounded();
            default -> !event.start().isBefore(from) && !event.start().isAfter(until);
        };
    }

    private boolean unbounded() {
        return from.equals(Instant.MIN) && until.equals(Instant.MAX);
    }
}
