package io.tourbus.ticketmaster;

import io.tourbus.model.Venue;
import io.tourbus.model.Venue.Market;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.util.List;
import java.util.Objects;

/** Converts a venue of the Discovery API to a {@link Venue}. The API has no type or capacity, so both are {@code null}. */
public final class VenueNormalizer {

    /** @throws RejectedException if the entity is not a venue */
    public Venue normalize(JsonFields venue) {
        var id = venue.requireId();
        var address = venue.at("address");
        return new Venue(
                "ticketmaster_" + id,
                venue.text("name"),
                venue.at("city").text("name"),
                venue.at("state").text("stateCode"),
                venue.at("country").text("countryCode"),
                null,
                null,
                address.text("line1"),
                address.text("line2"),
                venue.text("postalCode"),
                TicketmasterFields.latitude(venue),
                TicketmasterFields.longitude(venue),
                venue.text("timezone"),
                List.of(),
                id,
                venue.text("url"),
                venue.texts("aliases"),
                venue.images(),
                venue.objects("markets", market -> new Market(market.text("id"), market.text("name"))),
                dmaIds(venue),
                venue.flag("test"));
    }

    private static List<Long> dmaIds(JsonFields venue) {
        var ids = venue.objects("dmas", dma -> dma.whole("id"));
        return ids == null ? null : ids.stream().filter(Objects::nonNull).toList();
    }
}
