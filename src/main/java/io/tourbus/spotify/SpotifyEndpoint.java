package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;

/** Endpoints of the Web API. An app may be allowed to use some of them only. */
enum SpotifyEndpoint {
    SEARCH("searches"),
    SEVERAL_ARTISTS("batches of artists"),
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
