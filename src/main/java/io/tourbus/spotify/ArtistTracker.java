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

/** Tracks the artists that a run has read, and stores them as known artists for later runs. Thread-safe. */
final class ArtistTracker implements SliceListener {

    static final String CONFIGURED = "artists by id";
    static final String PERFORMING = "artists of concerts";

    private final ArtistRepository artists;
    private final Clock clock;
    private final List<String> notes;
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private final Set<String> foundByName = ConcurrentHashMap.newKeySet();

    /** @param notes of the run; may grow */
    ArtistTracker(ArtistRepository artists, Clock clock, List<String> notes) {
        this.artists = artists;
        this.clock = clock;
        this.notes = notes;
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
            foundByName.addAll(ids);
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

    /** The IDs that this run has not read yet. */
    List<String> unread(Collection<String> ids) {
        return ids.stream().filter(id -> !read.contains(id)).toList();
    }

    /** The IDs of the artists in {@code tourbus.spotify.artist-names}, as far as they have been found. */
    Set<String> foundByName() {
        return foundByName;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
