package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.EventsBarrier;
import io.tourbus.source.slice.Phase;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.spotify.SpotifySlices.UnlinkedPerformer;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * First the artists of the settings: by id, by name, and those of the search terms, or all that are known so far. Then,
 * when all concerts have been read, the artists met there. Then what hangs on those that are followed: the ones of the
 * settings, save search terms, and of concerts.
 */
public final class SpotifyPlan implements SlicePlan {

    private final SpotifySettings settings;
    private final SpotifySlices slices;
    private final CapabilityProbe access;
    private final PerformerRegistry encounters;
    private final State state;
    private final Clock clock;

    SpotifyPlan(
            SpotifySettings settings, CapabilityProbe access, PerformerRegistry encounters, State state, Clock clock) {
        this.settings = settings;
        this.slices = new SpotifySlices(settings);
        this.access = access;
        this.encounters = encounters;
        this.state = state;
        this.clock = clock;
    }

    @Override
    public SliceQueue slices(Scope scope) {
        var left = scope.gaps().stream()
                .filter(slice -> slice.source().equals(SpotifySource.NAME))
                .toList();
        var onlyLeft = scope.mode() == Mode.NEAR || !scope.wants(Entity.ARTISTS);
        if (onlyLeft && left.isEmpty()) {
            return new SliceQueue(Stream.empty());
        }
        var known = onlyLeft ? left.stream() : Stream.concat(left.stream(), begin(scope));
        var course = new ArtistTracker(state.artists(), clock, access.begin());
        return new SliceQueue(known, onlyLeft ? List.of() : stages(scope, course), course, access::end);
    }

    @Override
    public List<SlicePreview> preview(Scope scope) {
        if (scope.mode() == Mode.NEAR || !scope.wants(Entity.ARTISTS)) {
            return List.of();
        }
        access.begin();
        try {
            var met = scope.mode() == Mode.EVERYTHING
                    ? slices.byId(ArtistTracker.MET, state.artists().ids(PerformerRegistry.ORIGIN))
                    : Stream.<Slice>empty();
            var efforts = new SpotifyRequestEstimator(access.pageSize(), access.idsPerCall());
            // A name stands for the artist that it will be found to be.
            return Stream.of(begin(scope), met, following(scope, settings.artistNames(), Long.MAX_VALUE))
                    .flatMap(some -> some)
                    .map(slice -> new SlicePreview(slice, there -> efforts.estimate(slice, there)))
                    .toList();
        } finally {
            access.end();
        }
    }

    @Override
    public String fingerprint() {
        return settings.asked();
    }

    private Stream<Slice> begin(Scope scope) {
        var known = scope.mode() == Mode.KNOWN ? state.artists().ids() : List.<String>of();
        var configured = new HashSet<>(settings.artistIds());
        var others = known.stream().filter(id -> !configured.contains(id)).toList();
        return Stream.of(
                        slices.byId(ArtistTracker.CONFIGURED, settings.artistIds()),
                        slices.byName(settings.artistNames()),
                        slices.byId("known artists", others),
                        known.isEmpty() ? settings.searchTerms().stream().map(slices::search) : Stream.<Slice>empty())
                .flatMap(some -> some);
    }

    private List<Phase> stages(Scope scope, ArtistTracker course) {
        List<Phase> stages = new ArrayList<>();
        if (scope.mode() == Mode.EVERYTHING) {
            stages.add(new Met(course, scope.eventsBarrier()));
        }
        stages.add(() -> following(scope, course.named(), 1));
        stages.add(() -> following(scope, course.named(), Long.MAX_VALUE));
        return stages;
    }

    /** Artists met at concerts; those who perform there for the first time may be met until all concerts have been read. */
    private final class Met implements Phase {

        private final ArtistTracker course;
        private final EventsBarrier concerts;

        Met(ArtistTracker course, EventsBarrier concerts) {
            this.course = course;
            this.concerts = concerts;
        }

        @Override
        public boolean ready() {
            return !concerts.reading();
        }

        @Override
        public Stream<Slice> slices() {
            var linked = course.unread(state.artists().ids(PerformerRegistry.ORIGIN));
            return Stream.concat(slices.byId(ArtistTracker.MET, linked), slices.performers(unlinked()));
        }

        /** None where nobody wants them looked for: their names are not kept then. */
        private List<UnlinkedPerformer> unlinked() {
            var names = encounters.takeNames();
            var known = state.matches().findAll(names.keySet());
            return names.entrySet().stream()
                    .filter(performer -> !known.containsKey(performer.getKey()))
                    .map(performer -> new UnlinkedPerformer(performer.getKey(), performer.getValue()))
                    .toList();
        }
    }

    /**
     * @param named the artists of the names in the settings
     * @param most slices of each kind: with one at first, what is closed to the app is not asked for again
     */
    private Stream<Slice> following(Scope scope, Collection<String> named, long most) {
        Collection<String> followed = new LinkedHashSet<>(settings.artistIds());
        followed.addAll(named);
        followed.addAll(state.artists().ids(PerformerRegistry.ORIGIN));
        List<Slice> all = new ArrayList<>();
        if (settings.topTracks() && scope.wants(Entity.TRACKS)) {
            slices.topTracks(followed).limit(most).forEach(all::add);
        }
        if (settings.relatedArtists()) {
            slices.related(followed).limit(most).forEach(all::add);
        }
        return all.stream().filter(slice -> access.open(endpoint(slice)));
    }

    private static SpotifyEndpoint endpoint(Slice slice) {
        return slice.entity() == Entity.TRACKS ? SpotifyEndpoint.TOP_TRACKS : SpotifyEndpoint.RELATED_ARTISTS;
    }
}
