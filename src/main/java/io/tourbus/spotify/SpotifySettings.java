package io.tourbus.spotify;

import io.tourbus.settings.Settings;
import io.tourbus.source.Quota;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What to ask Spotify for.
 *
 * @param credentials {@link Credentials#NONE} when Spotify is not configured
 * @param artistIds of the setting and of the file together
 * @param market ISO 3166-1 alpha-2 code that narrows searches, and whose top tracks are read
 * @param pageSize artists per page of a search; empty to find out how many the app may ask for
 * @param idsPerCall artists asked for at once by id; empty to find out
 * @param matchPerformers whether performers who link no artist are looked for by their name
 * @param requestsPerDay 0 for no limit of our own
 */
public record SpotifySettings(
        Credentials credentials,
        List<String> searchTerms,
        List<String> artistIds,
        List<String> artistNames,
        boolean topTracks,
        boolean relatedArtists,
        boolean matchPerformers,
        Optional<String> market,
        OptionalInt pageSize,
        OptionalInt idsPerCall,
        int requestsPerDay,
        int slicesAtOnce) {

    /** The app's own credentials; they stay out of {@link #toString()}. */
    public record Credentials(String clientId, String clientSecret) {

        public static final Credentials NONE = new Credentials("", "");

        /** As HTTP sends them (RFC 7617). */
        String basic() {
            var pair = clientId + ":" + clientSecret;
            return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    /** @param home Tourbus's own folder, below which files are looked for */
    public static SpotifySettings read(Settings settings, Path home) {
        settings.httpAddress("tourbus.spotify.base-url");
        settings.httpAddress("tourbus.spotify.token-url");
        settings.number("tourbus.spotify.requests-per-minute", 1, 60_000);
        return new SpotifySettings(
                credentials(settings),
                settings.list("tourbus.spotify.search-terms"),
                artistIds(settings, home),
                settings.list("tourbus.spotify.artist-names"),
                settings.flag("tourbus.spotify.top-tracks"),
                settings.flag("tourbus.spotify.related-artists"),
                settings.flag("tourbus.spotify.match-performers"),
                settings.text("tourbus.spotify.market"),
                settings.numberOrAuto("tourbus.spotify.page-size", 1, 50),
                settings.numberOrAuto("tourbus.spotify.ids-per-call", 1, 50),
                settings.number("tourbus.spotify.requests-per-day", 0, Quota.MOST),
                settings.number("tourbus.spotify.slices-at-once", 1, 64));
    }

    private static List<String> artistIds(Settings settings, Path home) {
        var listed = settings.list("tourbus.spotify.artist-ids").stream()
                .flatMap(text -> id(settings, "tourbus.spotify.artist-ids", text));
        var filed = settings.text("tourbus.spotify.artist-ids-file").stream()
                .flatMap(file -> lines(settings, home.resolve(file)).stream())
                .flatMap(text -> id(settings, "tourbus.spotify.artist-ids-file", text));
        return Stream.concat(listed, filed).distinct().toList();
    }

    private static Stream<String> id(Settings settings, String key, String text) {
        var id = ArtistId.of(text);
        if (id.isEmpty()) {
            settings.problem(key, "has '%s': an artist id is 22 letters and digits".formatted(text));
        }
        return id.stream();
    }

    private static List<String> lines(Settings settings, Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.replaceAll(line -> line.replaceFirst("#.*", "").strip());
            lines.removeIf(String::isEmpty);
            return lines;
        } catch (IOException e) {
            settings.problem("tourbus.spotify.artist-ids-file", "is '%s': it cannot be read".formatted(file));
            return List.of();
        }
    }

    /** What decides what Spotify is asked for, in whichever order it is set. */
    String asked() {
        return "%s %s %s %s %s %s %s"
                .formatted(
                        sorted(searchTerms),
                        sorted(artistIds),
                        sorted(artistNames),
                        topTracks,
                        relatedArtists,
                        matchPerformers,
                        market);
    }

    private static List<String> sorted(List<String> items) {
        return items.stream().sorted().toList();
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
