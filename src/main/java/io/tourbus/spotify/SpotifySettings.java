package io.tourbus.spotify;

import io.tourbus.settings.Settings;
import io.tourbus.source.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings {@code tourbus.spotify.*}.
 *
 * @param credentials {@link Credentials#NONE} if Spotify is not configured
 * @param artistIds from {@code artist-ids} and {@code artist-ids-file}, without duplicates
 * @param pageSize empty for {@code auto}
 * @param idsPerCall empty for {@code auto}
 * @param refreshDays how long top tracks and related artists are fresh; 0 to request them in every run
 */
public record SpotifySettings(
        Credentials credentials,
        List<String> searchTerms,
        List<String> artistIds,
        List<String> artistNames,
        boolean topTracks,
        boolean relatedArtists,
        int refreshDays,
        boolean matchPerformers,
        Optional<String> market,
        OptionalInt pageSize,
        OptionalInt idsPerCall,
        int requestsPerDay,
        int slicesAtOnce,
        int maxSlicesAtOnce)
        implements SourceSettings {

    /**
     * Client ID and secret of the app; not part of {@link #toString()}.
     *
     * @param places where both are set
     */
    public record Credentials(String clientId, String clientSecret, String places) {

        public static final Credentials NONE = new Credentials("", "", "");

        /** The credentials in the format of HTTP basic authentication (RFC 7617). */
        String basic() {
            var pair = clientId + ":" + clientSecret;
            return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Credentials[***]";
        }
    }

    /** {@code <id>}, {@code spotify:artist:<id>} or {@code https://open.spotify.com/artist/<id>?si=…}, optionally with a language. */
    private static final Pattern ARTIST_ID = Pattern.compile(
            "(?:(?:https?://)?open\\.spotify\\.com/(?:intl-[a-z]+/)?artist/|spotify:artist:)?([A-Za-z0-9]{22})(?:[/?#].*)?");

    /** @param home folder to which {@code artist-ids-file} is relative */
    public static SpotifySettings read(Settings settings, Path home) {
        settings.validate("tourbus.spotify.");
        return new SpotifySettings(
                credentials(settings),
                settings.list("tourbus.spotify.search-terms"),
                artistIds(settings, home),
                settings.list("tourbus.spotify.artist-names"),
                settings.flag("tourbus.spotify.top-tracks"),
                settings.flag("tourbus.spotify.related-artists"),
                settings.number("tourbus.spotify.refresh-days"),
                settings.flag("tourbus.spotify.match-performers"),
                settings.text("tourbus.spotify.market"),
                settings.numberOrAuto("tourbus.spotify.page-size"),
                settings.numberOrAuto("tourbus.spotify.ids-per-call"),
                settings.number("tourbus.spotify.requests-per-day"),
                settings.number("tourbus.spotify.slices-at-once"),
                settings.number("tourbus.spotify.max-slices-at-once"));
    }

    private static List<String> artistIds(Settings settings, Path home) {
        var fromSetting = settings.list("tourbus.spotify.artist-ids").stream()
                .flatMap(text -> id(settings, "tourbus.spotify.artist-ids", text));
        var fromFile = settings.text("tourbus.spotify.artist-ids-file").stream()
                .flatMap(file -> lines(settings, home.resolve(file)).stream())
                .flatMap(text -> id(settings, "tourbus.spotify.artist-ids-file", text));
        return Stream.concat(fromSetting, fromFile).distinct().toList();
    }

    /** The artist ID of 22 letters and digits; empty if the text is not an artist ID, URI or URL. */
    static Optional<String> artistId(String text) {
        var matcher = ARTIST_ID.matcher(text.strip());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Stream<String> id(Settings settings, String key, String text) {
        var id = artistId(text);
        if (id.isEmpty()) {
            settings.invalid(key, text, "Spotify artist IDs of 22 letters and digits");
        }
        return id.stream();
    }

    private static List<String> lines(Settings settings, Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            settings.problem(
                    "tourbus.spotify.artist-ids-file", "cannot be read: '%s'".formatted(file), "Correct the path.");
            return List.of();
        }
    }

    /** The settings that determine what a run reads, independent of the order of lists. */
    String fingerprint() {
        return "%s %s %s %s %s %s %s"
                        .formatted(
                                sorted(searchTerms),
                                sorted(artistIds),
                                sorted(artistNames),
                                topTracks,
                                relatedArtists,
                                matchPerformers,
                                market)
                + (refreshDays == 0 ? "" : " " + refreshDays);
    }

    private static List<String> sorted(List<String> items) {
        return items.stream().sorted().toList();
    }

    @Override
    public List<String> credentialVariables() {
        return List.of("API_SPOTIFY_CLIENT_ID", "API_SPOTIFY_CLIENT_SECRET");
    }

    @Override
    public boolean configured() {
        return !credentials.equals(Credentials.NONE);
    }

    @Override
    public String account() {
        return credentials.clientId();
    }

    private static Credentials credentials(Settings settings) {
        var id = settings.text("tourbus.spotify.client-id");
        var secret = settings.text("tourbus.spotify.client-secret");
        if (id.isPresent() != secret.isPresent()) {
            var missing = id.isPresent() ? "API_SPOTIFY_CLIENT_SECRET" : "API_SPOTIFY_CLIENT_ID";
            var set = settings.name(id.isPresent() ? "tourbus.spotify.client-id" : "tourbus.spotify.client-secret");
            settings.problem("%s is not set, but %s is. Set both.".formatted(missing, set));
        }
        var places = "%s and %s"
                .formatted(
                        settings.place("tourbus.spotify.client-id"), settings.place("tourbus.spotify.client-secret"));
        return id.isPresent() && secret.isPresent()
                ? new Credentials(id.get(), secret.get(), places)
                : Credentials.NONE;
    }
}
