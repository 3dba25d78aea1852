package io.tourbus.spotify;

import io.tourbus.source.PageReader;
import java.util.Set;

/** Where things are in the pages of the Web API. */
public final class SpotifyPages {

    private SpotifyPages() {}

    /**
     * Pages of artists: {@code {"artists": {"items": […], "total", "next"}}} of a search, {@code {"artists": […]}} of artists
     * by id and of related artists, or one artist alone.
     */
    public static PageReader artists() {
        return new PageReader(
                "a page of artists", "artist", Set.of("artists", "artists.items"), "artists.total", "artists.next");
    }
}
