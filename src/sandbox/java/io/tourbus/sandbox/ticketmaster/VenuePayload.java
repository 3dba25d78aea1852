package io.tourbus.sandbox.ticketmaster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.sandbox.catalogue.Catalogue;
import java.util.Locale;
import java.util.Random;

/** Renders a venue as JSON of the Discovery API. */
final class VenuePayload {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private VenuePayload() {}

    /** @param allLanguages whether to include names that do not exist in the requested language */
    static ObjectNode of(Catalogue.Venue venue, boolean allLanguages) {
        var random = new Random(venue.salt());
        var town = venue.town();
        var node = JSON.objectNode();
        if (venue.name() != null && (allLanguages || !venue.onlyInItsLanguage())) {
            node.put("name", venue.name());
        }
        node.put("type", "venue").put("id", venue.id()).put("test", false);
        node.put("url", "https://www.ticketmaster.com/venue/" + venue.id()).put("locale", "en-us");
        if (venue.postalCode() != null) {
            node.put("postalCode", venue.postalCode());
        }
        node.put("timezone", town.zone().getId());
        node.putObject("city").put("name", random.nextInt(20) == 0 ? " " + town.name() : town.name());
        if (town.state() != null) {
            node.putObject("state").put("name", "State of " + town.state()).put("stateCode", town.state());
        }
        node.putObject("country").put("name", town.country()).put("countryCode", town.country());
        node.putObject("address").put("line1", random.nextInt(900) + 1 + " Main Street");
        if (venue.location() != null) {
            node.putObject("location")
                    .put("longitude", degrees(venue.location().longitude()))
                    .put("latitude", degrees(venue.location().latitude()));
        }
        if (town.market() != null) {
            node.putArray("markets")
                    .addObject()
                    .put("name", town.name() + " & More")
                    .put("id", town.market());
        }
        if (!town.dmas().isEmpty()) {
            var dmas = node.putArray("dmas");
            town.dmas().forEach(dma -> dmas.addObject().put("id", dma));
        }
        node.putObject("upcomingEvents")
                .put("_total", random.nextInt(99))
                .put("tmr", 1)
                .put("mfx-de", 2);
        return node;
    }

    private static String degrees(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
