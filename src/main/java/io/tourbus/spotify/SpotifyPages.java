package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageParser;
import java.util.Set;

/** Where things are in the pages of the Web API. */
public final class SpotifyPages {

    private static final PageParser ARTISTS = new PageParser(
            "a page of artists", "artist", Set.of("artists", "artists.items"), "artists.total", "artists.next");
    private static final PageParser TRACKS =
            new PageParser("a list of tracks", "track", Set.of("tracks"), "tracks.total", "tracks.next");

    private SpotifyPages() {}

    static PageParser parserFor(Entity entity) {
        return entity == Entity.TRACKS ? TRACKS : ARTISTS;
    }

    /**
     * Pages of artists: {@code {"artists": {"items": […], "total", "next"}}} of a search, {@code {"artists": […]}} of artists
     * by id and of related artists, or one artist alone.
     */
    public static PageParser artists() {
        return ARTISTS;
    }

    /** Top tracks: {@code {"tracks": […]}}, up to ten, in one page. */
    public static PageParser tracks() {
        return TRACKS;
    }
}
