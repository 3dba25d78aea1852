package io.tourbus.sandbox.spotify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.sandbox.catalogue.Catalogue.Artist;
import io.tourbus.sandbox.catalogue.Ids;
import io.tourbus.sandbox.catalogue.Names;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Renders a track as JSON of the Spotify Web API for a request with a market: with {@code is_playable}, without other markets. */
final class TrackPayload {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST = 10;
    private static final List<String> KINDS = List.of("album", "album", "single", "compilation");
    private static final int[] WIDTHS = {640, 300, 64};

    private TrackPayload() {}

    /** Renders the top tracks of an artist: ten for most, fewer for some, and none for some markets. */
    static List<ObjectNode> top(Artist artist, String market) {
        var random = new Random(artist.salt() + 3);
        var count = random.nextInt(10) == 0 ? random.nextInt(MOST) : MOST;
        if (Math.floorMod(artist.salt() + market.hashCode(), 25) == 0) {
            return List.of();
        }
        return IntStream.range(0, count).mapToObj(rank -> of(artist, rank)).toList();
    }

    private static ObjectNode of(Artist artist, int rank) {
        var random = new Random(artist.salt() + 100 + rank);
        var id = Ids.random(random, 22, rank);
        var floats = random.nextInt(50) == 0;
        var node = JSON.objectNode();
        node.set("album", album(artist, random, floats));
        node.putArray("artists").add(simplified(artist));
        node.put("disc_number", 1).put("duration_ms", 90_000 + random.nextInt(300_000));
        node.put("explicit", random.nextInt(6) == 0);
        node.putObject("external_ids").put("isrc", "QZ%010d".formatted(random.nextInt(1_000_000_000)));
        node.putObject("external_urls").put("spotify", "https://open.spotify.com/track/" + id);
        node.put("href", "https://api.spotify.com/v1/tracks/" + id)
                .put("id", id)
                .put("is_local", false)
                .put("is_playable", true)
                .put("name", "Song No. %d%s".formatted(rank + 1, random.nextInt(4) == 0 ? " - Live" : ""));
        var popularity = Math.max(0, 90 - 3 * rank - random.nextInt(60));
        if (floats) {
            node.put("popularity", (double) popularity);
        } else {
            node.put("popularity", popularity);
        }
        return node.putNull("preview_url")
                .put("track_number", 1 + random.nextInt(14))
                .put("type", "track")
                .put("uri", "spotify:track:" + id);
    }

    private static ObjectNode album(Artist artist, Random random, boolean floats) {
        var id = Ids.random(random, 22, 1);
        var node = JSON.objectNode();
        node.put("album_type", Names.pick(KINDS, random)).putArray("artists").add(simplified(artist));
        node.putObject("external_urls").put("spotify", "https://open.spotify.com/album/" + id);
        node.put("href", "https://api.spotify.com/v1/albums/" + id).put("id", id);
        var images = node.putArray("images");
        for (var width : WIDTHS) {
            var image = images.addObject().put("url", "https://i.scdn.co/image/" + id + width);
            if (floats) {
                image.put("height", (double) width).put("width", (double) width);
            } else {
                image.put("height", width).put("width", width);
            }
        }
        node.put("is_playable", true).put("name", random.nextInt(40) == 0 ? "" : "Record No. " + random.nextInt(9));
        releaseDate(node, random);
        return node.put("total_tracks", 1 + random.nextInt(14))
                .put("type", "album")
                .put("uri", "spotify:album:" + id);
    }

    private static void releaseDate(ObjectNode node, Random random) {
        var year = 1970 + random.nextInt(56);
        var month = 1 + random.nextInt(12);
        var day = 1 + random.nextInt(28);
        switch (random.nextInt(6)) {
            case 0 -> node.put("release_date", "%d".formatted(year)).put("release_date_precision", "year");
            case 1 -> node.put("release_date", "%d-%02d".formatted(year, month)).put("release_date_precision", "month");
            default ->
                node.put("release_date", "%d-%02d-%02d".formatted(year, month, day))
                        .put("release_date_precision", "day");
        }
    }

    private static ObjectNode simplified(Artist artist) {
        var node = JSON.objectNode();
        node.putObject("external_urls").put("spotify", "https://open.spotify.com/artist/" + artist.id());
        return node.put("href", "https://api.spotify.com/v1/artists/" + artist.id())
                .put("id", artist.id())
                .put("name", artist.name())
                .put("type", "artist")
                .put("uri", "spotify:artist:" + artist.id());
    }
}
