package io.tourbus.bench;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.spotify.ArtistPayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The rendered artists of the stub API. Each search term finds 1,000 artists, the most that Spotify returns, and the last one the rest. */
record ArtistIndex(List<byte[]> artists) {

    private static final int ARTISTS_PER_TERM = 1_000;
    private static final List<String> NAMES = List.of("rock", "pop", "jazz", "country", "electronic", "hip hop");

    static ArtistIndex of(Catalogue catalogue) {
        return new ArtistIndex(catalogue.artists().stream()
                .map(artist -> ArtistPayload.of(artist, true).toString().getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** Returns an index with fewer artists. */
    ArtistIndex limited(int limit) {
        return new ArtistIndex(artists.subList(0, Math.min(limit, artists.size())));
    }

    /** Returns the search terms that find all artists. */
    List<String> terms() {
        var terms = (artists.size() + ARTISTS_PER_TERM - 1) / ARTISTS_PER_TERM;
        return IntStream.range(0, terms).mapToObj(ArtistIndex::term).toList();
    }

    private static String term(int number) {
        return number < NAMES.size() ? NAMES.get(number) : "genre " + (number + 1);
    }

    /** Returns the artists that a term finds. */
    List<byte[]> find(String term) {
        var number = terms().indexOf(term);
        return number < 0
                ? List.of()
                : artists.subList(number * ARTISTS_PER_TERM, Math.min(artists.size(), (number + 1) * ARTISTS_PER_TERM));
    }
}
