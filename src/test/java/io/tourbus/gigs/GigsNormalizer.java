package io.tourbus.gigs;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Concert;
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

    Venue venue(JsonNode entity) {
        var venue = JsonFields.of(entity);
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
                null);
    }

    Concert concert(JsonNode entity) {
        var event = JsonFields.of(entity);
        return new Concert(
                id(event),
                event.text("title"),
                null,
                prefixed(event.text("venue")),
                event.text("date"),
                "day",
                event.text("date"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "scheduled",
                null,
                List.of(),
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
