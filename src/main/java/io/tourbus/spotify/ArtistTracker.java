package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.SliceListener;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.state.ArtistRepository;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a run has read of Spotify so far. Each artist that was read is known from then on. */
final class ArtistTracker implements SliceListener {

    static final String CONFIGURED = "artists by id";
    static final String MET = "artists of concerts";

    private final ArtistRepository artists;
    private final Clock clock;
    private final List<String> remarks;
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /** @param remarks of the run, as they come */
    ArtistTracker(ArtistRepository artists, Clock clock, List<String> remarks) {
        this.artists = artists;
        this.clock = clock;
        this.remarks = remarks;
    }

    @Override
    public void onSliceRead(SliceReading reading) {
        if (reading.slice().entity() != Entity.ARTISTS) {
            return;
        }
        var ids = reading.normalized().stream()
                .map(artist -> artist.line().id().substring("spotify_".length()))
                .toList();
        read.addAll(ids);
        if (reading.slice().reader().equals(SpotifySlices.BY_NAME)) {
            named.addAll(ids);
        }
        origin(reading).ifPresent(origin -> artists.add(ids, origin, clock.instant()));
    }

    private static Optional<String> origin(SliceReading reading) {
        return switch (reading.slice().reader()) {
            case SpotifySlices.SEARCH -> Optional.of("search");
            case SpotifySlices.RELATED -> Optional.of("related");
            case SpotifySlices.BY_NAME -> Optional.of("configured");
            case SpotifySlices.PERFORMERS -> Optional.of(PerformerRegistry.ORIGIN);
            case SpotifySlices.BY_ID ->
                Optional.of("configured")
                        .filter(origin -> reading.slice().query().title().equals(CONFIGURED));
            default -> Optional.empty();
        };
    }

    /** Those of the ids that were not read yet. */
    List<String> unread(Collection<String> ids) {
        return ids.stream().filter(id -> !read.contains(id)).toList();
    }

    /** The artists that were found by the names of the settings. */
    Set<String> named() {
        return named;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(remarks);
    }
}
