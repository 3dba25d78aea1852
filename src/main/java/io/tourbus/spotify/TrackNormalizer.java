package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.model.Record;
import io.tourbus.model.Track;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReader.Embedded;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Converts top tracks to {@link Track} records. Artist and market are taken from the request, the rank from the position. */
public final class TrackNormalizer implements PageNormalizer {

    private static final Set<String> PRECISIONS = Set.of("year", "month", "day");
    private static final Pattern ARTIST = Pattern.compile("/artists/([^/]+)/.*");

    /** @throws RejectedException if the request was not for top tracks */
    @Override
    public EntityNormalizer forPage(PageResult page, PageRequest request) {
        return forEntity(page, request, 1);
    }

    @Override
    public EntityNormalizer forEntity(PageResult page, PageRequest request, int number) {
        var artist = ARTIST.matcher(request.path());
        if (!artist.matches()) {
            throw new RejectedException("not known whose top track");
        }
        var rank = new AtomicInteger(number);
        var market = request.parameters().get("market");
        return new EntityNormalizer() {

            @Override
            public Track normalize(JsonFields entity) {
                return track("spotify_" + artist.group(1), market, rank.getAndIncrement(), entity);
            }

            @Override
            public List<Embedded> embedded(JsonFields entity, Record track) {
                return TrackNormalizer.embedded(entity);
            }
        };
    }

    /** The artists of a track. Spotify returns only their ID, name and URLs here. */
    private static List<Embedded> embedded(JsonFields track) {
        return track.objects("artists").stream()
                .filter(artist -> artist.text("id") != null)
                .map(artist -> new Embedded(
                        Entity.ARTISTS,
                        "spotify_" + artist.text("id"),
                        () -> ArtistNormalizer.normalize(artist, Map.of())))
                .toList();
    }

    private static Track track(String artist, String market, int rank, JsonFields track) {
        var id = track.requireId();
        var album = track.at("album");
        return new Track(
                "spotify_" + id,
                track.text("name"),
                artist,
                artists(track),
                rank,
                market,
                album.has("id") ? "spotify_" + album.text("id") : null,
                album.text("name"),
                releaseDate(album),
                precision(album),
                track.whole("duration_ms"),
                track.flag("explicit"),
                ArtistNormalizer.popularity(track),
                track.at("external_ids").text("isrc"),
                id,
                ArtistNormalizer.urls(track),
                album.images());
    }

    private static List<String> artists(JsonFields track) {
        var ids = track.objects("artists", artist -> artist.text("id"));
        return ids == null
                ? null
                : ids.stream().filter(Objects::nonNull).map("spotify_"::concat).toList();
    }

    private static String releaseDate(JsonFields album) {
        var date = album.text("release_date");
        if (date == null || !date.matches("\\d{4}(-\\d{2}(-\\d{2})?)?")) {
            return null;
        }
        try {
            LocalDate.parse(date + "-01-01".substring(date.length() - "yyyy".length()));
            return date;
        } catch (DateTimeException e) {
            album.repaired(JsonFields.IMPOSSIBLE_DATE);
            return null;
        }
    }

    private static String precision(JsonFields album) {
        var precision = album.text("release_date_precision");
        return precision != null && PRECISIONS.contains(precision) ? precision : null;
    }
}
