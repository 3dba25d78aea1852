package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
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
    /** Each has up to 20 related artists. */
    private static final int ARTISTS_FOR_RELATED = 50;
    /** Each has up to 10 top tracks. */
    private static final int ARTISTS_FOR_TRACKS = 100;

    Slice search(String term) {
        Map<String, String> parameters = new HashMap<>(market());
        parameters.put("q", term);
        parameters.put("type", "artist");
        return Slice.of(query(Entity.ARTISTS, "search " + term), SEARCH, "search " + term, parameters, List.of());
    }

    Stream<Slice> byId(String title, Collection<String> ids) {
        return slices(query(Entity.ARTISTS, title), BY_ID, Map.of(), List.copyOf(ids), ARTISTS);
    }

    Stream<Slice> byName(List<String> names) {
        return slices(query(Entity.ARTISTS, "artists by name"), BY_NAME, market(), names, ARTISTS);
    }

    Stream<Slice> performers(List<UnlinkedPerformer> performers) {
        var texts = performers.stream().map(UnlinkedPerformer::toString).toList();
        return slices(query(Entity.ARTISTS, "performers by name"), PERFORMERS, market(), texts, ARTISTS);
    }

    Stream<Slice> related(Collection<String> ids) {
        return slices(
                query(Entity.ARTISTS, "related artists"), RELATED, Map.of(), List.copyOf(ids), ARTISTS_FOR_RELATED);
    }

    /** Always with a market: without market and user, Spotify treats all tracks as unavailable. */
    Stream<Slice> topTracks(Collection<String> ids) {
        var market = Map.of("market", settings.market().orElse("US"));
        return slices(query(Entity.TRACKS, "top tracks"), TOP_TRACKS, market, List.copyOf(ids), ARTISTS_FOR_TRACKS);
    }

    private Map<String, String> market() {
        return settings.market().map(market -> Map.of("market", market)).orElse(Map.of());
    }

    private static Query query(Entity entity, String title) {
        return new Query(SpotifySource.NAME, entity, title);
    }

    private static Stream<Slice> slices(
            Query query, String reader, Map<String, String> parameters, List<String> ids, int size) {
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + size)
                .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + size)))
                .map(part -> Slice.of(query, reader, query.title(), parameters, part));
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
