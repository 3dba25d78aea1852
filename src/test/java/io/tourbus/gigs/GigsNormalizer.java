package io.tourbus.gigs;

import io.tourbus.model.Concert;
import io.tourbus.model.Concert.Details;
import io.tourbus.model.Concert.Genres;
import io.tourbus.model.Concert.Location;
import io.tourbus.model.Concert.Sales;
import io.tourbus.model.Concert.Schedule;
import io.tourbus.model.Venue;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import java.util.List;
import java.util.Objects;

/**
 * Converts entities of the Gigs API to records.
 *
 * @param idFields the fields that may contain the ID
 */
record GigsNormalizer(List<String> idFields) {

    Venue venue(JsonFields venue) {
        return new Venue(
                id(venue),
                venue.text("name"),
                venue.text("city"),
                null,
                venue.text("country"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    Concert concert(JsonFields event) {
        var date = event.text("date");
        return new Concert(
                id(event),
                event.text("title"),
                null,
                prefixed(event.text("venue")),
                new Schedule(
                        date,
                        "day",
                        date,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        "confirmed",
                        null,
                        null,
                        null,
                        null),
                null,
                null,
                null,
                null,
                "scheduled",
                null,
                List.of(),
                new Sales(null, null, null, null),
                new Genres(null, null, null, null, null, null),
                null,
                null,
                null,
                new Location(List.of(), null, null, null, null, null, null),
                new Details(null, null, null, null, null, null, null, null, null, null, null, null));
    }

    private String id(JsonFields entity) {
        return idFields.stream()
                .map(entity::text)
                .filter(Objects::nonNull)
                .findFirst()
                .map(GigsNormalizer::prefixed)
                .orElseThrow(() -> new RejectedException("no id"));
    }

    private static String prefixed(String id) {
        return id == null ? null : GigsSource.NAME + "_" + id;
    }
}
