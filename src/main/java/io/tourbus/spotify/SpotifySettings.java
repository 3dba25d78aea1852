package io.tourbus.spotify;

import io.tourbus.settings.Settings;
import java.util.List;
import java.util.Optional;

/**
 * What to ask Spotify for.
 *
 * @param credentials {@link Credentials#NONE} when Spotify is not configured
 * @param market ISO 3166-1 alpha-2 code that narrows searches
 * @param pageSize artists per page of a search: up to 10 for newer apps, up to 50 for older ones
 * @param idsPerCall artists asked for at once by id: 1 works for every app, up to 50 for older ones
 * @param requestsPerDay 0 for no limit of our own
 */
public record SpotifySettings(
        Credentials credentials,
        List<String> searchTerms,
        List<String> artistIds,
        Optional<String> market,
        int pageSize,
        int idsPerCall,
        int requestsPerDay,
        int slicesAtOnce) {

    /** The app's own credentials; they stay out of {@link #toString()}. */
    public record Credentials(String clientId, String clientSecret) {

        public static final Credentials NONE = new Credentials("", "");

        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    public static SpotifySettings read(Settings settings) {
        settings.httpAddress("tourbus.spotify.base-url");
        settings.httpAddress("tourbus.spotify.token-url");
        settings.number("tourbus.spotify.requests-per-minute", 1, 60_000);
        return new SpotifySettings(
                credentials(settings),
                settings.list("tourbus.spotify.search-terms"),
                artistIds(settings),
                settings.text("tourbus.spotify.market"),
                settings.number("tourbus.spotify.page-size", 1, 50),
                settings.number("tourbus.spotify.ids-per-call", 1, 50),
                settings.number("tourbus.spotify.requests-per-day", 0, 100_000_000),
                settings.number("tourbus.spotify.slices-at-once", 1, 64));
    }

    private static List<String> artistIds(Settings settings) {
        var ids = settings.list("tourbus.spotify.artist-ids");
        ids.stream()
                .filter(id -> !id.matches("[A-Za-z0-9]{22}"))
                .forEach(id -> settings.problem(
                        "tourbus.spotify.artist-ids has '%s': an artist id is 22 letters and digits".formatted(id)));
        return ids;
    }

    /** Whether Spotify can be asked at all. */
    public boolean configured() {
        return !credentials.equals(Credentials.NONE);
    }

    private static Credentials credentials(Settings settings) {
        var id = settings.text("tourbus.spotify.client-id");
        var secret = settings.text("tourbus.spotify.client-secret");
        if (id.isPresent() && secret.isEmpty()) {
            settings.problem("API_SPOTIFY_CLIENT_SECRET is not set, though API_SPOTIFY_CLIENT_ID is: set both");
        }
        if (id.isEmpty() && secret.isPresent()) {
            settings.problem("API_SPOTIFY_CLIENT_ID is not set, though API_SPOTIFY_CLIENT_SECRET is: set both");
        }
        return id.isPresent() && secret.isPresent() ? new Credentials(id.get(), secret.get()) : Credentials.NONE;
    }
}
