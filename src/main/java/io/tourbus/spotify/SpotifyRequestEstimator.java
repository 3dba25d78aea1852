package io.tourbus.spotify;

import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePreview.Estimate;

/**
 * Estimates the requests and records of a slice.
 *
 * @param pageSize artists per page of a search
 * @param idsPerCall artists per request by ID
 */
record SpotifyRequestEstimator(int pageSize, int idsPerCall) {

    /** Results of a search that Spotify returns, even if the total is higher. */
    private static final int MAX_RESULTS = 1_000;

    private static final int TOP_TRACKS = 10;
    private static final int RELATED_ARTISTS = 20;

    /** @param total number of results of a search; ignored for other slices */
    Estimate estimate(Slice slice, long total) {
        var ids = slice.ids().size();
        return switch (slice.reader()) {
            case SpotifySlices.SEARCH -> search(Math.min(total, MAX_RESULTS));
            case SpotifySlices.BY_ID -> new Estimate(1, divide(ids, idsPerCall), ids, false);
            case SpotifySlices.TOP_TRACKS -> new Estimate(1, ids, (long) ids * TOP_TRACKS, false);
            case SpotifySlices.RELATED -> new Estimate(1, ids, (long) ids * RELATED_ARTISTS, false);
            default -> new Estimate(1, ids, ids, false);
        };
    }

    private Estimate search(long artists) {
        return new Estimate(1, Math.max(1, divide(artists, pageSize)), artists, false);
    }

    private static long divide(long artists, int size) {
        return (artists + size - 1) / size;
    }
}
