package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;

/** What the Web API is asked for: each may be open to one app and closed to another. */
enum SpotifyEndpoint {
    SEARCH("searches"),
    SEVERAL_ARTISTS("artists by the batch"),
    ARTIST("artists by id"),
    TOP_TRACKS("top tracks"),
    RELATED_ARTISTS("related artists");

    private final String title;

    SpotifyEndpoint(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    static SpotifyEndpoint of(PageRequest request) {
        var path = request.path();
        if (path.equals("/search")) {
            return SEARCH;
        }
        if (path.equals("/artists")) {
            return SEVERAL_ARTISTS;
        }
        if (path.endsWith("/top-tracks")) {
            return TOP_TRACKS;
        }
        return path.endsWith("/related-artists") ? RELATED_ARTISTS : ARTIST;
    }
}
