package io.tourbus.spotify;

import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.state.KeyValueStore;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out from responses which endpoints and page sizes the app may use. Spotify does not publish this per app, and apps in
 * development mode differ, because the changes of February 2026 were postponed for existing apps. The result applies to one
 * run, or to all runs that overlap, and is noted once in each report. Processes that share slices tell each other. Thread-safe.
 *
 * <p>In development mode, searches return pages of at most 10 (else 400). Batches of artists, top tracks and related artists
 * are not available (403 or 404). Sources: developer.spotify.com/blog/2024-11-27-changes-to-the-web-api and
 * developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide.
 */
final class CapabilityProbe {

    /** Endpoints of the Web API. An app may be allowed to use some of them only. */
    enum SpotifyEndpoint {
        SEARCH("searches"),
        SEVERAL_ARTISTS("batches of artists"),
        ARTIST("artists by id"),
        TOP_TRACKS("top tracks"),
        RELATED_ARTISTS("related artists");

        private final String title;

        SpotifyEndpoint(String title) {
            this.title = title;
        }

        static SpotifyEndpoint of(PageRequest request) {
            var path = request.path();
            return switch (path.substring(path.lastIndexOf('/'))) {
                case "/search" -> SEARCH;
                case "/artists" -> SEVERAL_ARTISTS;
                case "/top-tracks" -> TOP_TRACKS;
                case "/related-artists" -> RELATED_ARTISTS;
                default -> ARTIST;
            };
        }
    }

    /** After so many consecutive 404 responses, the endpoint and not the artist is missing. */
    private static final int MAX_NOT_FOUND = 3;

    private static final String CLOSED = "closed ";
    private static final String OPEN = "open ";

    private final AdaptiveBatchSize pageSize;
    private final AdaptiveBatchSize idsPerCall;
    private final Set<SpotifyEndpoint> closed = EnumSet.noneOf(SpotifyEndpoint.class);
    private final Set<SpotifyEndpoint> succeeded = EnumSet.noneOf(SpotifyEndpoint.class);
    private final Map<SpotifyEndpoint, Integer> forbidden = new EnumMap<>(SpotifyEndpoint.class);
    private final Map<SpotifyEndpoint, Integer> notFound = new EnumMap<>(SpotifyEndpoint.class);
    private volatile CopyOnWriteArrayList<String> notes = new CopyOnWriteArrayList<>();
    private int runs;

    CapabilityProbe(SpotifySettings settings, KeyValueStore store, Clock clock) {
        this.pageSize = new AdaptiveBatchSize(settings.pageSize(), 10, "spotify.pages-refused", store, clock);
        this.idsPerCall = new AdaptiveBatchSize(settings.idsPerCall(), 1, "spotify.batches-refused", store, clock);
    }

    /**
     * Called when a run starts, or a slice of a run of another process. Discards previous results, unless another run is active.
     *
     * @return the notes for the report of the run; may grow
     */
    synchronized List<String> begin() {
        if (runs == 0) {
            pageSize.begin();
            idsPerCall.begin();
            closed.clear();
            succeeded.clear();
            forbidden.clear();
            notFound.clear();
            notes = new CopyOnWriteArrayList<>();
        }
        runs++;
        return notes;
    }

    /** Adds a note to the reports of the active runs, unless they have it already. */
    void note(String text) {
        notes.addIfAbsent(text);
    }

    /** Called when the run or the slice ends. */
    synchronized void end() {
        runs--;
    }

    /** Artists per page of a search: 10 or 50. */
    int pageSize() {
        return pageSize.get();
    }

    /** Artists per request by ID: 1 or 50. */
    int idsPerCall() {
        return idsPerCall.get();
    }

    /** Whether the app may use an endpoint, as far as known. */
    synchronized boolean open(SpotifyEndpoint endpoint) {
        return !closed.contains(endpoint);
    }

    /** What {@link #learn} needs to know in another process. */
    synchronized Set<String> learned() {
        return Stream.concat(
                        closed.stream().map(endpoint -> CLOSED + endpoint),
                        succeeded.stream().map(endpoint -> OPEN + endpoint))
                .collect(Collectors.toSet());
    }

    synchronized void learn(Collection<String> facts) {
        for (var endpoint : SpotifyEndpoint.values()) {
            if (facts.contains(CLOSED + endpoint)) {
                closed.add(endpoint);
            }
            if (facts.contains(OPEN + endpoint)) {
                succeeded.add(endpoint);
            }
        }
    }

    /** Called when a request succeeded. */
    synchronized void succeeded(PageRequest request) {
        var endpoint = SpotifyEndpoint.of(request);
        succeeded.add(endpoint);
        forbidden.remove(endpoint);
        notFound.remove(endpoint);
        if (endpoint == SpotifyEndpoint.SEARCH) {
            pageSize.succeeded(search(request), limit(request))
                    .ifPresent(error ->
                            note("searches have pages of %d for this app (%s)".formatted(pageSize.get(), error)));
        }
        if (endpoint == SpotifyEndpoint.ARTIST) {
            idsPerCall
                    .succeeded(SpotifyEndpoint.SEVERAL_ARTISTS, 1)
                    .ifPresent(error -> note(
                            "batches of artists are closed to this app (%s), using single requests".formatted(error)));
        }
    }

    /** The page to continue with after a refusal because of missing permissions; empty for other causes. */
    synchronized Optional<PageResult> replacement(Refusal refusal, PageRequest request) {
        var endpoint = SpotifyEndpoint.of(request);
        return switch (endpoint) {
            case SEARCH ->
                retryIf(refusal.status() == 400 && pageSize.refused(search(request), limit(request), error(refusal)));
            case SEVERAL_ARTISTS ->
                retryIf(unavailable(refusal, endpoint)
                        && idsPerCall.refused(endpoint, Integer.MAX_VALUE, error(refusal)));
            case TOP_TRACKS, RELATED_ARTISTS -> closeIfUnavailable(refusal, endpoint);
            case ARTIST -> Optional.empty();
        };
    }

    private static Optional<PageResult> retryIf(boolean differently) {
        return differently ? Optional.of(PageResult.RETRY_DIFFERENTLY) : Optional.empty();
    }

    private static int limit(PageRequest request) {
        return Integer.parseInt(request.parameters().getOrDefault("limit", "0"));
    }

    /** The parameters of a search without paging. */
    private static Map<String, String> search(PageRequest request) {
        Map<String, String> search = new HashMap<>(request.parameters());
        search.keySet().removeAll(Set.of("limit", "offset"));
        return search;
    }

    private Optional<PageResult> closeIfUnavailable(Refusal refusal, SpotifyEndpoint endpoint) {
        if (!closed.contains(endpoint) && unavailable(refusal, endpoint)) {
            closed.add(endpoint);
            note("%s are closed to this app (%s)".formatted(endpoint.title, error(refusal)));
        }
        if (closed.contains(endpoint)) {
            return Optional.of(PageResult.RETRY_DIFFERENTLY);
        }
        return refusal.status() == 404 ? Optional.of(PageResult.NONE) : Optional.empty();
    }

    /** A single 403 may be temporary, and a single 404 may mean that the artist does not exist. */
    private boolean unavailable(Refusal refusal, SpotifyEndpoint endpoint) {
        if (succeeded.contains(endpoint)) {
            return false;
        }
        return switch (refusal.status()) {
            case 403 -> forbidden.merge(endpoint, 1, Integer::sum) > 1;
            case 404 ->
                endpoint == SpotifyEndpoint.SEVERAL_ARTISTS
                        || notFound.merge(endpoint, 1, Integer::sum) >= MAX_NOT_FOUND;
            default -> false;
        };
    }

    private static String error(Refusal refusal) {
        return "%d %s".formatted(refusal.status(), refusal.detail()).strip();
    }
}
