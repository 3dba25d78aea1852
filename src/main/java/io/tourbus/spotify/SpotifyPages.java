package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageParser;
import java.util.Set;

/** The page formats of the Web API. */
public final class SpotifyPages {

    private static final PageParser ARTISTS = new PageParser(
            "a page of artists", "artist", Set.of("artists", "artists.items"), "artists.total", "artists.next");
    private static final PageParser TRACKS =
            new PageParser("a list of tracks", "track", Set.of("tracks"), "tracks.total", "tracks.next");

    private SpotifyPages() {}

    /**
     * Parses artists: {@code {"artists": {"items": […], "total", "next"}}} of a search, {@code {"artists": […]}} of artists by
     * ID and of related artists, or a single artist. Parses tracks: {@code {"tracks": […]}} with up to ten top tracks.
     */
    public static PageParser parserFor(Entity entity) {
        return entity == Entity.TRACKS ? TRACKS : ARTISTS;
    }
}
