package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SlicePreview.Estimate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Creates slices of up to 1,000 artists, or of as many artists as have about 1,000 related artists or top tracks. */
record SpotifySlices(SpotifySettings settings) {

    static final String SEARCH = "spotify-search";
    static final String BY_ID = "spotify-artists";
    static final String BY_NAME = "spotify-names";
    static final String PERFORMERS = "spotify-performers";
    static final String RELATED = "spotify-related";
    static final String TOP_TRACKS = "spotify-top-tracks";

    private static final int ARTISTS = 1_000;
    private static final int RELATED_PER_ARTIST = 20;
    private static final int TOP_TRACKS_PER_ARTIST = 10;

    Slice search(String term) {
        Map<String, String> parameters = new HashMap<>(market());
        parameters.put("q", term);
        parameters.put("type", "artist");
        var query = new Query(SpotifySource.NAME, Entity.ARTISTS, "search " + term);
        return Slice.of(query, SEARCH, query.title(), parameters, List.of());
    }

    Stream<Slice> byId(String title, Collection<String> ids) {
        return slices(Entity.ARTISTS, title, BY_ID, Map.of(), ids, ARTISTS);
    }

    Stream<Slice> byName(List<String> names) {
        return slices(Entity.ARTISTS, "artists by name", BY_NAME, market(), names, ARTISTS);
    }

    Stream<Slice> performers(List<UnlinkedPerformer> performers) {
        var texts = performers.stream().map(UnlinkedPerformer::toString).toList();
        return slices(Entity.ARTISTS, "performers by name", PERFORMERS, market(), texts, ARTISTS);
    }

    AnswersOfArtists related() {
        var query = new Query(SpotifySource.NAME, Entity.ARTISTS, "related artists");
        return new AnswersOfArtists(query, RELATED, Map.of(), ARTISTS / RELATED_PER_ARTIST);
    }

    /** Always with a market: without market and user, Spotify treats all tracks as unavailable. */
    AnswersOfArtists topTracks() {
        var query = new Query(SpotifySource.NAME, Entity.TRACKS, "top tracks");
        var market = Map.of("market", settings.market().orElse("US"));
        return new AnswersOfArtists(query, TOP_TRACKS, market, ARTISTS / TOP_TRACKS_PER_ARTIST);
    }

    /** A query with one request for each artist. */
    record AnswersOfArtists(Query query, String reader, Map<String, String> parameters, int perSlice) {

        /** Identifies the request for an artist, except for the artist. */
        String request() {
            return request(reader, parameters);
        }

        static String request(Slice slice) {
            return request(slice.reader(), slice.parameters());
        }

        private static String request(String reader, Map<String, String> parameters) {
            return "%s %s"
                    .formatted(reader, parameters.getOrDefault("market", ""))
                    .strip();
        }

        /** The requests that a run skips, for its estimate. */
        SlicePreview skipped(int requests) {
            var none = Slice.of(query, reader, query.title(), parameters, List.of("none"));
            return new SlicePreview(none, total -> new Estimate(0, 0, 0, false), requests);
        }

        /** @param all whether these are all artists. Slices of some of them have another name, so that nobody compares their size */
        List<Slice> slices(Collection<String> ids, boolean all) {
            var title = all ? query.title() : query.title() + " due";
            return SpotifySlices.slices(query, title, reader, parameters, ids, perSlice)
                    .toList();
        }
    }

    /**
     * Estimates the requests and records of a slice.
     *
     * @param total number of results of a search; ignored for other slices
     * @param pageSize artists per page of a search
     * @param idsPerCall artists per request by ID
     */
    static Estimate estimate(Slice slice, long total, int pageSize, int idsPerCall) {
        var ids = slice.ids().size();
        var found = Math.min(total, SearchPager.MAX_RESULTS);
        return switch (slice.reader()) {
            case SEARCH -> new Estimate(1, Math.max(1, divide(found, pageSize)), found, false);
            case BY_ID -> new Estimate(1, divide(ids, idsPerCall), ids, false);
            case TOP_TRACKS -> new Estimate(1, ids, (long) ids * TOP_TRACKS_PER_ARTIST, false);
            case RELATED -> new Estimate(1, ids, (long) ids * RELATED_PER_ARTIST, false);
            default -> new Estimate(1, ids, ids, false);
        };
    }

    private static long divide(long artists, int size) {
        return (artists + size - 1) / size;
    }

    private Map<String, String> market() {
        return settings.market().map(market -> Map.of("market", market)).orElse(Map.of());
    }

    private static Stream<Slice> slices(
            Entity entity,
            String title,
            String reader,
            Map<String, String> parameters,
            Collection<String> ids,
            int size) {
        return slices(new Query(SpotifySource.NAME, entity, title), title, reader, parameters, ids, size);
    }

    private static Stream<Slice> slices(
            Query query,
            String title,
            String reader,
            Map<String, String> parameters,
            Collection<String> ids,
            int size) {
        var all = List.copyOf(ids);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + size)))
                .map(part -> Slice.of(query, reader, title, parameters, part));
    }

    /** A performer without a Spotify link. The ID in a slice is {@code <attraction ID> <name>}: {@code K8vZ917Gku7 The Long Weekend}. */
    record UnlinkedPerformer(String attractionId, String name) {

        static UnlinkedPerformer parse(String text) {
            var parts = text.split(" ", 2);
            return new UnlinkedPerformer(parts[0], parts.length < 2 ? "" : parts[1]);
        }

        @Override
        public String toString() {
            return attractionId + " " + name;
        }
    }
}
