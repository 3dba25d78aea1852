package io.tourbus.spotify;

import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePreview.Estimate;

/**
 * What it takes to read a slice.
 *
 * @param pageSize artists per page of a search
 * @param idsPerCall artists asked for at once by id
 */
record SpotifyRequestEstimator(int pageSize, int idsPerCall) {

    /** Spotify serves so many results of a search, whatever total it names. */
    private static final int DEEPEST = 1_000;

    private static final int TOP_TRACKS = 10;
    private static final int RELATED_ARTISTS = 20;

    /** @param there what Spotify says of a search */
    Estimate estimate(Slice slice, long there) {
        var ids = slice.ids().size();
        return switch (slice.reader()) {
            case SpotifySlices.SEARCH -> search(Math.min(there, DEEPEST));
            case SpotifySlices.BY_ID -> new Estimate(1, parts(ids, idsPerCall), ids, false);
            case SpotifySlices.TOP_TRACKS -> new Estimate(1, ids, (long) ids * TOP_TRACKS, false);
            case SpotifySlices.RELATED -> new Estimate(1, ids, (long) ids * RELATED_ARTISTS, false);
            default -> new Estimate(1, ids, ids, false);
        };
    }

    private Estimate search(long artists) {
        return new Estimate(1, Math.max(1, parts(artists, pageSize)), artists, false);
    }

    private static long parts(long all, int size) {
        return (all + size - 1) / size;
    }
}
