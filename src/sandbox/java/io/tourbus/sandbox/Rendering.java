package io.tourbus.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** What Ticketmaster says of a catalogue, rendered beforehand, for a server that is to cost little. */
public final class Rendering {

    /**
     * @param start {@code null} when there is no date
     * @param announced whether, without a date, it is to be announced rather than to be defined
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

    /** By name. */
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
