package io.tourbus.source;

import io.tourbus.model.Artist.Attraction;
import io.tourbus.state.ArtistRepository;
import io.tourbus.state.PerformerMatches;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes performers of events from the source that reads events to the source that reads artists. Performers with a
 * link to an artist are stored as known artists. The names of the others are kept in memory until they are looked up. Thread-safe.
 */
public final class PerformerRegistry {

    /** The origin of these artists in {@link ArtistRepository}. */
    public static final String ORIGIN = "concert";

    private final ArtistRepository artists;
    private final Optional<PerformerMatches> matches;
    private final Clock clock;
    private final boolean keepsNames;
    private final Set<String> linked = ConcurrentHashMap.newKeySet();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    /**
     * @param matches artists found by name; empty if matching is disabled
     * @param keepsNames whether a source looks up performers by name
     */
    public PerformerRegistry(
            ArtistRepository artists, Optional<PerformerMatches> matches, Clock clock, boolean keepsNames) {
        this.artists = artists;
        this.matches = matches;
        this.clock = clock;
        this.keepsNames = keepsNames;
    }

    /** Performers whose artist was found by name, by attraction ID. */
    public Map<String, PerformerMatch> matches(Collection<String> attractionIds) {
        return matches.map(known -> known.findAll(attractionIds)).orElse(Map.of());
    }

    /** Adds a performer with a link to an artist. */
    public void addLinked(String artistId) {
        if (!linked.contains(artistId)) {
            artists.add(List.of(artistId), ORIGIN, clock.instant());
            linked.add(artistId);
        }
    }

    /** Stores what the source of the events knows about artists of the source of the artists, by artist ID. */
    public void addAttractions(Map<String, Attraction> attractions) {
        if (!attractions.isEmpty()) {
            artists.rememberAttractions(attractions);
        }
    }

    /** Adds a performer without such a link. Does nothing if an argument is {@code null} or names are not kept. */
    public void addNamed(String attractionId, String name) {
        if (keepsNames && attractionId != null && name != null) {
            names.put(attractionId, name);
        }
    }

    /** Removes and returns the names of performers without a link, by attraction ID. */
    public Map<String, String> takeNames() {
        Map<String, String> taken = new TreeMap<>(names);
        taken.keySet().forEach(names::remove);
        return taken;
    }
}
