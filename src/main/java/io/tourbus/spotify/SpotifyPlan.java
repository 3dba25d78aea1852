package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.Concerts;
import io.tourbus.source.Encounters;
import io.tourbus.source.Outline;
import io.tourbus.source.Scope;
import io.tourbus.source.Scope.Breadth;
import io.tourbus.source.Slice;
import io.tourbus.source.SlicePlan;
import io.tourbus.source.SliceQueue;
import io.tourbus.source.Stage;
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

    public static final String SOURCE = "spotify";

    private final SpotifySettings settings;
    private final SpotifySlices slices;
    private final SpotifyAccess access;
    private final Encounters encounters;
    private final State state;
    private final Clock clock;

    SpotifyPlan(SpotifySettings settings, SpotifyAccess access, Encounters encounters, State state, Clock clock) {
        this.settings = settings;
        this.slices = new SpotifySlices(settings);
        this.access = access;
        this.encounters = encounters;
        this.state = state;
        this.clock = clock;
    }

    @Override
    public SliceQueue slices(Scope scope) {
        var left = scope.left().stream()
                .filter(slice -> slice.source().equals(SOURCE))
                .toList();
        var onlyLeft = scope.breadth() == Breadth.NEAR || !scope.wants(Entity.ARTISTS);
        if (onlyLeft && left.isEmpty()) {
            return new SliceQueue(Stream.empty());
        }
        var known = onlyLeft ? left.stream() : Stream.concat(left.stream(), begin(scope));
        var course = new SpotifyCourse(state.artists(), clock, access.begin());
        return new SliceQueue(known, onlyLeft ? List.of() : stages(scope, course), course, access::end);
    }

    @Override
    public List<Outline> outline(Scope scope) {
        if (scope.breadth() == Breadth.NEAR || !scope.wants(Entity.ARTISTS)) {
            return List.of();
        }
        access.begin();
        try {
            var met = scope.breadth() == Breadth.EVERYTHING
                    ? slices.byId(SpotifyCourse.MET, state.artists().ids(Encounters.ORIGIN))
                    : Stream.<Slice>empty();
            var efforts = new Efforts(access.pageSize(), access.idsPerCall());
            // A name stands for the artist that it will be found to be.
            return Stream.of(begin(scope), met, following(scope, settings.artistNames(), Long.MAX_VALUE))
                    .flatMap(some -> some)
                    .map(slice -> new Outline(slice, there -> efforts.of(slice, there)))
                    .toList();
        } finally {
            access.end();
        }
    }

    @Override
    public String asked() {
        return settings.asked();
    }

    private Stream<Slice> begin(Scope scope) {
        var known = scope.breadth() == Breadth.KNOWN ? state.artists().ids() : List.<String>of();
        var configured = new HashSet<>(settings.artistIds());
        var others = known.stream().filter(id -> !configured.contains(id)).toList();
        return Stream.of(
                        slices.byId(SpotifyCourse.CONFIGURED, settings.artistIds()),
                        slices.byName(settings.artistNames()),
                        slices.byId("known artists", others),
                        known.isEmpty() ? settings.searchTerms().stream().map(slices::search) : Stream.<Slice>empty())
                .flatMap(some -> some);
    }

    private List<Stage> stages(Scope scope, SpotifyCourse course) {
        List<Stage> stages = new ArrayList<>();
        if (scope.breadth() == Breadth.EVERYTHING) {
            stages.add(new Met(course, scope.concerts()));
        }
        stages.add(() -> following(scope, course.named(), 1));
        stages.add(() -> following(scope, course.named(), Long.MAX_VALUE));
        return stages;
    }

    /** Artists met at concerts; those who perform there for the first time may be met until all concerts have been read. */
    private final class Met implements Stage {

        private final SpotifyCourse course;
        private final Concerts concerts;

        Met(SpotifyCourse course, Concerts concerts) {
            this.course = course;
            this.concerts = concerts;
        }

        @Override
        public boolean ready() {
            return !concerts.reading();
        }

        @Override
        public Stream<Slice> slices() {
            var linked = course.unread(state.artists().ids(Encounters.ORIGIN));
            return Stream.concat(slices.byId(SpotifyCourse.MET, linked), slices.performers(unlinked()));
        }

        /** None where nobody wants them looked for: their names are not kept then. */
        private List<Unlinked> unlinked() {
            var names = encounters.takeNames();
            var known = state.matches().of(names.keySet());
            return names.entrySet().stream()
                    .filter(performer -> !known.containsKey(performer.getKey()))
                    .map(performer -> new Unlinked(performer.getKey(), performer.getValue()))
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
        followed.addAll(state.artists().ids(Encounters.ORIGIN));
        List<Slice> all = new ArrayList<>();
        if (settings.topTracks() && scope.wants(Entity.TRACKS)) {
            slices.topTracks(followed).limit(most).forEach(all::add);
        }
        if (settings.relatedArtists()) {
            slices.related(followed).limit(most).forEach(all::add);
        }
        return all.stream().filter(slice -> access.open(endpoint(slice)));
    }

    private static Endpoint endpoint(Slice slice) {
        return slice.entity() == Entity.TRACKS ? Endpoint.TOP_TRACKS : Endpoint.RELATED_ARTISTS;
    }
}
