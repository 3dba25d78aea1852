package io.tourbus.source;

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
 * The performers met at concerts, on their way from the source that tells of concerts to the one that tells of artists.
 * Those whose Spotify page is linked are remembered as known artists; the names of the others are kept until they are
 * looked for.
 */
public final class PerformerRegistry {

    /** How an artist came to be known. */
    public static final String ORIGIN = "concert";

    private final ArtistRepository artists;
    private final Optional<PerformerMatches> matches;
    private final Clock clock;
    private final boolean keepsNames;
    private final Set<String> linked = ConcurrentHashMap.newKeySet();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    /**
     * @param matches artists found by name; empty if they are not used
     * @param keepsNames whether a source looks up performers without a linked artist; otherwise their names are not kept
     */
    public PerformerRegistry(
            ArtistRepository artists, Optional<PerformerMatches> matches, Clock clock, boolean keepsNames) {
        this.artists = artists;
        this.matches = matches;
        this.clock = clock;
        this.keepsNames = keepsNames;
    }

    /** The artists that were found by name, by attraction id. */
    public Map<String, PerformerMatch> matches(Collection<String> attractionIds) {
        return matches.map(known -> known.findAll(attractionIds)).orElse(Map.of());
    }

    /** A performer who links a Spotify artist. */
    public void addLinked(String spotifyId) {
        if (!linked.contains(spotifyId)) {
            artists.add(List.of(spotifyId), ORIGIN, clock.instant());
            linked.add(spotifyId);
        }
    }

    /** A performer who does not. */
    public void addNamed(String attractionId, String name) {
        if (keepsNames && attractionId != null && name != null) {
            names.put(attractionId, name);
        }
    }

    /** The names of those who link no artist, by attraction id; each is handed out once. */
    public Map<String, String> takeNames() {
        Map<String, String> taken = new TreeMap<>(names);
        taken.keySet().forEach(names::remove);
        return taken;
    }
}
