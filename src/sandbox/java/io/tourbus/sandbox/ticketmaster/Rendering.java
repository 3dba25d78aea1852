package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Renders all events and venues of a catalogue in advance, for a benchmark server with little overhead. */
public final class Rendering {

    /**
     * A rendered event.
     *
     * @param start {@code null} if there is no date
     * @param announced whether an event without a date is to be announced (TBA); otherwise, it is to be defined (TBD)
     */
    public record Event(String id, Instant start, boolean announced, byte[] json) {}

    private Rendering() {}

    public static Stream<Event> events(Catalogue catalogue) {
        return catalogue.events().parallelStream()
                .map(event -> new Event(
                        event.id(),
                        event.start(),
                        event.dated() == Catalogue.Dated.TO_BE_ANNOUNCED,
                        bytes(EventPayload.of(event, true).toString())));
    }

    /** Returns the venues sorted by name. */
    public static Stream<byte[]> venues(Catalogue catalogue) {
        return catalogue.venues().stream()
                .sorted(Comparator.comparing((Catalogue.Venue venue) -> String.valueOf(venue.name()))
                        .thenComparing(Catalogue.Venue::id))
                .map(venue -> bytes(VenuePayload.of(venue, true).toString()));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
