package io.tourbus.ticketmaster;

import io.tourbus.settings.Settings;
import io.tourbus.source.SourceSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The settings {@code tourbus.ticketmaster.*}.
 *
 * @param apiKey blank if Ticketmaster is not configured; not part of {@link #toString()}
 * @param keyPlace where the key is set
 */
public record TicketmasterSettings(
        String apiKey,
        String keyPlace,
        List<String> countries,
        List<Place> states,
        List<Place> cities,
        Optional<String> segmentId,
        int requestsPerDay,
        boolean undated,
        boolean unclassified,
        int pageSize,
        int slicesAtOnce,
        int maxSlicesAtOnce)
        implements SourceSettings {

    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    /**
     * A state or city.
     *
     * @param country ISO 3166-1 alpha-2 code; empty for all configured countries
     */
    public record Place(String name, Optional<String> country) {

        /** @param text {@code New York} or {@code London:GB} */
        static Place parse(String text) {
            var colon = text.lastIndexOf(':');
            return colon < 0
                    ? new Place(text, Optional.empty())
                    : new Place(
                            text.substring(0, colon).strip(),
                            Optional.of(upperCase(text.substring(colon + 1).strip())));
        }

        /** As in the settings. */
        String text() {
            return name + country.map(":"::concat).orElse("");
        }

        boolean isIn(String countryCode) {
            return country.map(countryCode::equals).orElse(true);
        }
    }

    public static TicketmasterSettings read(Settings settings) {
        settings.validate("tourbus.ticketmaster.");
        var countries = settings.list("tourbus.ticketmaster.countries").stream()
                .map(TicketmasterSettings::upperCase)
                .distinct()
                .toList();
        countries.stream()
                .filter(country -> !isCode(country))
                .forEach(country -> settings.invalid(
                        "tourbus.ticketmaster.countries", country, "country codes (ISO 3166-1 alpha-2) such as US,CA"));
        return new TicketmasterSettings(
                settings.text("tourbus.ticketmaster.api-key").orElse(""),
                settings.place("tourbus.ticketmaster.api-key"),
                countries,
                places(settings, "tourbus.ticketmaster.states"),
                places(settings, "tourbus.ticketmaster.cities"),
                settings.text("tourbus.ticketmaster.segment-id"),
                settings.number("tourbus.ticketmaster.requests-per-day"),
                settings.flag("tourbus.ticketmaster.undated"),
                settings.flag("tourbus.ticketmaster.unclassified"),
                settings.number("tourbus.ticketmaster.page-size"),
                settings.number("tourbus.ticketmaster.slices-at-once"),
                settings.number("tourbus.ticketmaster.max-slices-at-once"));
    }

    private static List<Place> places(Settings settings, String key) {
        var places = settings.list(key).stream().map(Place::parse).toList();
        places.forEach(place -> place.country()
                .filter(country -> !isCode(country))
                .ifPresent(country -> settings.invalid(
                        key,
                        "%s:%s".formatted(place.name(), country),
                        "a country code (ISO 3166-1 alpha-2) after the colon, such as %s:GB".formatted(place.name()))));
        return places;
    }

    /** Checked here in any case, because Ticketmaster returns an empty result for unknown codes instead of an error. */
    private static boolean isCode(String country) {
        return CODES.contains(country);
    }

    /** Ticketmaster finds nothing for a code in lower case. Text that is not a code stays as it is, for the message. */
    static String upperCase(String country) {
        var code = country.toUpperCase(Locale.ROOT);
        return isCode(code) ? code : country;
    }

    @Override
    public List<String> credentialVariables() {
        return List.of("API_TICKETMASTER_API_KEY");
    }

    @Override
    public boolean configured() {
        return !apiKey.isEmpty();
    }

    @Override
    public String account() {
        return apiKey;
    }

    /** The settings that determine what a run reads, independent of the order of lists. */
    String fingerprint() {
        return "%s %s %s %s %s".formatted(sorted(countries), sorted(states), sorted(cities), segmentId, undated)
                + (unclassified ? " unclassified" : "");
    }

    private static List<String> sorted(List<?> items) {
        return items.stream().map(Object::toString).sorted().toList();
    }

    @Override
    public String toString() {
        return "TicketmasterSettings[countries=%s, states=%s, cities=%s, segmentId=%s]"
                .formatted(countries, states, cities, segmentId);
    }
}
