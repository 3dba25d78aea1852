package io.tourbus.source;

import io.tourbus.model.Artist.Attraction;
import io.tourbus.state.ArtistRepository;
import io.tourbus.state.LinkedIds;
import io.tourbus.state.PerformerMatches;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Passes performers of events from the source that reads events to the source that reads artists. Performers with a
 * link to an artist are stored as known artists. The names of the others are kept in memory until they are looked up. Thread-safe.
 */
public final class PerformerRegistry {

    /** The origin of these artists in {@link ArtistRepository}. */
    public static final String ORIGIN = "concert";

    /** The kind of the IDs of artists at MusicBrainz, which several APIs link to. */
    public static final String MUSICBRAINZ = "musicbrainz_id";

    private final ArtistRepository artists;
    private final LinkedIds linkedIds;
    private final Optional<PerformerMatches> matches;
    private final Clock clock;
    private final boolean keepsNames;
    private final Set<String> linked = ConcurrentHashMap.newKeySet();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> idsByKind = new ConcurrentHashMap<>();

    /**
     * @param matches artists found by name; empty if matching is disabled
     * @param keepsNames whether a source looks up performers by name
     */
    public PerformerRegistry(
            ArtistRepository artists,
            LinkedIds linkedIds,
            Optional<PerformerMatches> matches,
            Clock clock,
            boolean keepsNames) {
        this.artists = artists;
        this.linkedIds = linkedIds;
        this.matches = matches;
        this.clock = clock;
        this.keepsNames = keepsNames;
    }

    /** Performers whose artist was found by name, by attraction ID. */
    public Map<String, PerformerMatch> matches(Collection<String> attractionIds) {
        return matches.map(known -> known.findAll(attractionIds)).orElse(Map.of());
    }

    /** Adds the artists that performers link to. */
    public void addLinked(Collection<String> artistIds) {
        var added = artistIds.stream().filter(id -> !linked.contains(id)).toList();
        artists.add(added, ORIGIN, clock.instant());
        linked.addAll(added);
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

    /**
     * Adds IDs by which other entities are read.
     *
     * @param kind such as {@link #MUSICBRAINZ}
     */
    public void addIds(String kind, Collection<String> ids) {
        var known = idsByKind.computeIfAbsent(kind, name -> ConcurrentHashMap.newKeySet());
        var added = ids.stream()
                .map(id -> inOneCase(kind, id))
                .filter(id -> !known.contains(id))
                .collect(Collectors.toSet());
        if (!added.isEmpty()) {
            linkedIds.add(kind, added, clock.instant());
            known.addAll(added);
        }
    }

    /** IDs of MusicBrainz are UUIDs, which some APIs return in upper case. */
    public static String inOneCase(String kind, String id) {
        return MUSICBRAINZ.equals(kind) ? id.toLowerCase(Locale.ROOT) : id;
    }

    /** The IDs that this run and earlier ones have added, in ascending order. */
    public List<String> ids(String kind) {
        return linkedIds.all(kind);
    }

    /** Removes and returns the names of performers without a link, by attraction ID. */
    public Map<String, String> takeNames() {
        Map<String, String> taken = new TreeMap<>(names);
        taken.keySet().forEach(names::remove);
        return taken;
    }
}
