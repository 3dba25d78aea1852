package io.tourbus.sandbox.spotify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.sandbox.catalogue.Catalogue;
import java.util.Random;

/** Renders an artist as JSON of the Spotify Web API. */
public final class ArtistPayload {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int[] WIDTHS = {640, 320, 160};

    private ArtistPayload() {}

    /** Renders an artist. @param full whether to include popularity and followers, which newer Spotify apps do not get */
    public static ObjectNode of(Catalogue.Artist artist, boolean full) {
        var random = new Random(artist.salt());
        var floats = random.nextInt(50) == 0;
        var node = JSON.objectNode();
        node.putObject("external_urls").put("spotify", "https://open.spotify.com/artist/" + artist.id());
        var genres = node.putArray("genres");
        if (random.nextInt(100) >= 45) {
            genres.add(artist.term()).add("Indie " + artist.term());
        }
        node.put("href", "https://api.spotify.com/v1/artists/" + artist.id() + "?locale=en-US");
        node.put("id", artist.id());
        images(node, artist, random, floats);
        node.put("name", artist.name());
        if (full) {
            number(node, "popularity", random.nextInt(101), floats);
            number(node.putObject("followers").putNull("href"), "total", random.nextInt(30_000_000), floats);
        }
        return node.put("type", "artist").put("uri", "spotify:artist:" + artist.id());
    }

    private static void images(ObjectNode node, Catalogue.Artist artist, Random random, boolean floats) {
        var images = node.putArray("images");
        if (random.nextInt(10) == 0) {
            return;
        }
        for (var width : WIDTHS) {
            var image = images.addObject().put("url", "https://i.scdn.co/image/" + artist.id() + width);
            number(image, "height", width, floats);
            number(image, "width", width, floats);
        }
    }

    /** Early in 2024, Spotify returned integers as floats. */
    private static void number(ObjectNode node, String field, int value, boolean floats) {
        if (floats) {
            node.put(field, (double) value);
        } else {
            node.put(field, value);
        }
    }
}
