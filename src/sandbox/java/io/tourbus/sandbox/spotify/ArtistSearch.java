package io.tourbus.sandbox.spotify;

import io.tourbus.sandbox.catalogue.Catalogue.Artist;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Finds artists for a query, in a stable ranking: artists with the same name (ignoring accents, case and article), then artists
 * whose names contain the words, then artists of the search term. An exact match is therefore not always first.
 */
final class ArtistSearch {

    private static final Pattern BY_NAME = Pattern.compile("artist:(?:\"([^\"]*)\"|(\\S+))");

    private record Ranked(Artist artist, int rank) {}

    private final List<Artist> artists;
    private final Map<String, String> folded = new HashMap<>();
    private final Map<String, List<Artist>> found = new ConcurrentHashMap<>();

    ArtistSearch(List<Artist> artists) {
        this.artists = artists;
        artists.forEach(artist -> folded.computeIfAbsent(artist.name(), ArtistSearch::fold));
    }

    List<Artist> search(String query) {
        return found.computeIfAbsent(query, this::matches);
    }

    /** Returns up to 20 other artists of the same search term; none for one artist in thirty. */
    List<Artist> related(Artist artist) {
        if (Math.floorMod(artist.salt(), 30) == 0) {
            return List.of();
        }
        return artists.stream()
                .filter(other ->
                        other.term().equals(artist.term()) && !other.id().equals(artist.id()))
                .sorted(Comparator.comparing((Artist other) -> other.salt() ^ artist.salt())
                        .thenComparing(Artist::id))
                .limit(20)
                .toList();
    }

    private List<Artist> matches(String query) {
        var byName = BY_NAME.matcher(query);
        var nameOnly = byName.find();
        var words = fold(nameOnly ? byName.group(byName.group(1) == null ? 2 : 1) : query);
        var ranked = new ArrayList<Ranked>();
        for (var artist : artists) {
            var name = folded.get(artist.name());
            if (name.equals(words)) {
                ranked.add(new Ranked(artist, 0));
            } else if (!words.isEmpty() && containsAll(name, words)) {
                ranked.add(new Ranked(artist, 1));
            } else if (!nameOnly && artist.term().equals(words)) {
                ranked.add(new Ranked(artist, 2));
            }
        }
        return ranked.stream()
                .sorted(Comparator.comparing(Ranked::rank)
                        .thenComparing(match -> match.artist().salt()))
                .map(Ranked::artist)
                .toList();
    }

    private static boolean containsAll(String name, String words) {
        for (var word : words.split(" ")) {
            if (!name.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^the ", "")
                .strip();
    }
}
