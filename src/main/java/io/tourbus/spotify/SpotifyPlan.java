package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.NamedScope;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceListener;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceQueue.Phase;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.source.slice.SliceResult;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.spotify.CapabilityProbe.SpotifyEndpoint;
import io.tourbus.spotify.FreshAnswers.Due;
import io.tourbus.spotify.SpotifySlices.UnlinkedPerformer;
import io.tourbus.state.ArtistRepository;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans what a run reads of Spotify, in three phases.
 *
 * <ol>
 *   <li>The configured artists (by ID, by name and by search term), or all known artists.
 *   <li>When all events have been read, their performers.
 *   <li>Top tracks and related artists of followed artists. These are configured by ID or name, or perform at events.
 * </ol>
 */
record SpotifyPlan(
        SpotifySettings settings, CapabilityProbe capabilities, PerformerRegistry performers, State state, Clock clock)
        implements SlicePlan {

    private static final String CONFIGURED = "artists by id";
    private static final String PERFORMING = "artists of concerts";
    private static final String RELATED = "related";

    @Override
    public SliceQueue slices(Scope scope) {
        var gaps = scope.gaps(SpotifySource.NAME);
        var onlyGaps = readsOnlyGaps(scope);
        if (onlyGaps && gaps.isEmpty()) {
            return new SliceQueue(Stream.empty());
        }
        var known = onlyGaps ? gaps.stream() : Stream.concat(gaps.stream(), configuredOrKnown(scope));
        var tracker = tracker();
        return new SliceQueue(known, onlyGaps ? List.of() : phases(scope, tracker), tracker, capabilities::end);
    }

    private FreshAnswers answers() {
        return new FreshAnswers(state.artists(), settings.refreshDays(), clock);
    }

    private SpotifySlices slices() {
        return new SpotifySlices(settings);
    }

    @Override
    public SliceQueue borrow(AdaptiveSlicer slice) {
        return new SliceQueue(
                Stream.empty(), List.of(slice), List.of(), SplitStrategy.NONE, tracker(), capabilities::end);
    }

    private ArtistTracker tracker() {
        return new ArtistTracker(state.artists(), answers(), clock, capabilities);
    }

    private static boolean readsOnlyGaps(Scope scope) {
        return scope.mode() == Mode.NEAR || !scope.includes(Entity.ARTISTS);
    }

    @Override
    public List<SlicePreview> preview(Scope scope) {
        if (readsOnlyGaps(scope)) {
            return List.of();
        }
        capabilities.begin();
        try {
            var performing = scope.mode() == Mode.EVERYTHING
                    ? slices().byId(PERFORMING, state.artists().ids(PerformerRegistry.ORIGIN))
                    : Stream.<Slice>empty();
            var pageSize = capabilities.pageSize();
            var idsPerCall = capabilities.idsPerCall();
            // Names stand for the artists that the run will find.
            var ofArtists = ofFollowedArtists(scope, settings.artistNames(), 0);
            return Stream.concat(
                            Stream.of(configuredOrKnown(scope), performing, slices(ofArtists, Long.MAX_VALUE))
                                    .flatMap(Function.identity())
                                    .map(slice -> new SlicePreview(
                                            slice,
                                            total -> SpotifySlices.estimate(slice, total, pageSize, idsPerCall))),
                            ofArtists.stream()
                                    .filter(due -> due.fresh() > 0)
                                    .map(due -> due.answers().skipped(due.fresh())))
                    .toList();
        } finally {
            capabilities.end();
        }
    }

    @Override
    public String fingerprint() {
        return settings.fingerprint();
    }

    @Override
    public List<NamedScope> scopes(Scope scope) {
        return readsOnlyGaps(scope) || !known(scope).isEmpty()
                ? List.of()
                : settings.searchTerms().stream()
                        .map(term -> new NamedScope(
                                "artists matching " + term,
                                List.of(slices().search(term).query())))
                        .toList();
    }

    private List<String> known(Scope scope) {
        return scope.mode() == Mode.KNOWN ? state.artists().ids() : List.of();
    }

    private Stream<Slice> configuredOrKnown(Scope scope) {
        var known = known(scope);
        var configured = new HashSet<>(settings.artistIds());
        var others = known.stream().filter(id -> !configured.contains(id)).toList();
        return Stream.of(
                        slices().byId(CONFIGURED, settings.artistIds()),
                        slices().byName(settings.artistNames()),
                        slices().byId("known artists", others),
                        known.isEmpty() ? settings.searchTerms().stream().map(slices()::search) : Stream.<Slice>empty())
                .flatMap(Function.identity());
    }

    private List<Phase> phases(Scope scope, ArtistTracker tracker) {
        List<Phase> phases = new ArrayList<>();
        if (scope.mode() == Mode.EVERYTHING) {
            // Each page of events may contain new performers.
            phases.add(new Phase(() -> !scope.eventsBarrier().reading(), () -> performers(tracker)));
        }
        // The first phase reads one slice per endpoint, and finds out whether the app may use the endpoint.
        phases.add(new Phase(() ->
                slices(tracker.plan(ofFollowedArtists(scope, tracker.foundByName(), tracker.destinations())), 1)));
        phases.add(new Phase(() -> slices(tracker.planned(), Long.MAX_VALUE)));
        return phases;
    }

    /** The performers of events. Names are empty if {@code tourbus.spotify.match-performers} is off. */
    private Stream<Slice> performers(ArtistTracker tracker) {
        var linked = tracker.unread(state.artists().ids(PerformerRegistry.ORIGIN));
        var names = performers.takeNames();
        var matches = state.matches().findAll(names.keySet());
        var unlinked = names.entrySet().stream()
                .filter(performer -> !matches.containsKey(performer.getKey()))
                .map(performer -> new UnlinkedPerformer(performer.getKey(), performer.getValue()))
                .toList();
        return Stream.concat(slices().byId(PERFORMING, linked), slices().performers(unlinked));
    }

    /**
     * Top tracks and related artists of followed artists.
     *
     * @param named artists configured by name
     */
    private List<Due> ofFollowedArtists(Scope scope, Collection<String> named, long destinations) {
        Collection<String> followed = new LinkedHashSet<>(settings.artistIds());
        followed.addAll(named);
        followed.addAll(state.artists().ids(PerformerRegistry.ORIGIN));
        List<Due> all = new ArrayList<>();
        if (settings.topTracks() && scope.includes(Entity.TRACKS)) {
            all.add(answers().due(slices().topTracks(), followed, scope.full(), destinations));
        }
        if (settings.relatedArtists()) {
            all.add(answers().due(slices().related(), followed, scope.full(), destinations));
        }
        return all;
    }

    /** @param limit slices per endpoint */
    private Stream<Slice> slices(List<Due> requests, long limit) {
        return requests.stream()
                .flatMap(due -> due.slices().stream().limit(limit))
                .filter(slice -> capabilities.open(endpoint(slice)));
    }

    private static SpotifyEndpoint endpoint(Slice slice) {
        return slice.entity() == Entity.TRACKS ? SpotifyEndpoint.TOP_TRACKS : SpotifyEndpoint.RELATED_ARTISTS;
    }

    /** Tracks the artists that a run has read, and stores them as known artists for later runs. Thread-safe. */
    private static final class ArtistTracker implements SliceListener {

        private static final String PREFIX = SpotifySource.NAME + "_";
        private static final Set<String> ANSWERS = Set.of(SpotifySlices.TOP_TRACKS, SpotifySlices.RELATED);

        private final ArtistRepository artists;
        private final FreshAnswers answers;
        private final Clock clock;
        private final CapabilityProbe capabilities;
        private final List<String> notes;
        private final Set<String> read = ConcurrentHashMap.newKeySet();
        private final Set<String> foundByName = ConcurrentHashMap.newKeySet();
        private volatile long destinations;
        private volatile List<Due> planned = List.of();

        ArtistTracker(ArtistRepository artists, FreshAnswers answers, Clock clock, CapabilityProbe capabilities) {
            this.artists = artists;
            this.answers = answers;
            this.clock = clock;
            this.capabilities = capabilities;
            this.notes = capabilities.begin();
        }

        @Override
        public void deliverTo(long bits) {
            destinations = bits;
        }

        long destinations() {
            return destinations;
        }

        List<Due> plan(List<Due> requests) {
            answers.forgetOld();
            planned = requests;
            return requests;
        }

        List<Due> planned() {
            return planned;
        }

        @Override
        public void onSliceRead(SliceReading reading) {
            if (reading.slice().entity() != Entity.ARTISTS) {
                return;
            }
            var ids = reading.normalized().stream()
                    .map(artist -> artist.line().id().substring(PREFIX.length()))
                    .toList();
            found(reading.slice(), ids);
            origin(reading).ifPresent(origin -> artists.add(ids, origin, clock.instant()));
        }

        @Override
        public void onSliceReadElsewhere(SliceResult result) {
            List<String> ids = new ArrayList<>();
            result.forEachRecord((identity, start) -> ids.add(identity.replaceFirst("^" + PREFIX, "")));
            if (result.slice().entity() == Entity.ARTISTS) {
                found(result.slice(), ids);
            }
        }

        private void found(Slice slice, Collection<String> ids) {
            read.addAll(ids);
            if (slice.reader().equals(SpotifySlices.BY_NAME)) {
                foundByName.addAll(ids);
            }
        }

        @Override
        public Set<String> learned() {
            return capabilities.learned();
        }

        @Override
        public void learn(Collection<String> facts) {
            capabilities.learn(facts);
        }

        @Override
        public void onSliceDelivered(SliceReading reading) {
            var slice = reading.slice();
            if (ANSWERS.contains(slice.reader()) && capabilities.open(endpoint(slice))) {
                answers.remember(reading, destinations);
            }
        }

        @Override
        public Map<Query, Integer> fresh() {
            return planned.stream()
                    .filter(due -> due.fresh() > 0)
                    .collect(Collectors.toMap(due -> due.answers().query(), Due::fresh));
        }

        @Override
        public Map<Entity, Set<String>> presumed() {
            return fresh().keySet().stream().anyMatch(query -> query.entity() == Entity.ARTISTS)
                    ? Map.of(
                            Entity.ARTISTS,
                            artists.ids(RELATED).stream()
                                    .map(id -> "%s_%s".formatted(SpotifySource.NAME, id))
                                    .collect(Collectors.toSet()))
                    : Map.of();
        }

        private static Optional<String> origin(SliceReading reading) {
            return switch (reading.slice().reader()) {
                case SpotifySlices.SEARCH -> Optional.of("search");
                case SpotifySlices.RELATED -> Optional.of(RELATED);
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
            var skipped = planned.stream()
                    .filter(due -> due.fresh() > 0)
                    .map(due -> "%s %,d".formatted(due.answers().query().title(), due.fresh()))
                    .collect(Collectors.joining(", "));
            return skipped.isEmpty()
                    ? List.copyOf(notes)
                    : Stream.concat(
                                    notes.stream(),
                                    Stream.of("requests skipped, because their answers are fresh: " + skipped
                                            + " (tourbus.spotify.refresh-days)"))
                            .toList();
        }
    }
}
