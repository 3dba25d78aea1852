package io.tourbus.spotify;

import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.state.KeyValueStore;
import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What this app may do, found out by asking: Spotify says it nowhere, and two apps in development mode may differ, since
 * changes of February 2026 were postponed for existing ones. Found out once a run, or once for all runs that overlap, and
 * said once in the report of each. Safe for use by several threads.
 *
 * <p>In development mode a search has pages of 10 (400 beyond), and batches of artists, top tracks and related artists are
 * gone (403 or 404); see developer.spotify.com/blog/2024-11-27-changes-to-the-web-api and
 * developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide.
 */
final class CapabilityProbe {

    /** So many unknown artists one after the other are none: the endpoint is gone. */
    private static final int NOT_FOUND_IN_A_ROW = 3;

    private final AdaptiveBatchSize pageSize;
    private final AdaptiveBatchSize idsPerCall;
    private final RunNotes remarks;
    private final Set<SpotifyEndpoint> closed = EnumSet.noneOf(SpotifyEndpoint.class);
    private final Set<SpotifyEndpoint> answered = EnumSet.noneOf(SpotifyEndpoint.class);
    private final Map<SpotifyEndpoint, Integer> forbidden = new EnumMap<>(SpotifyEndpoint.class);
    private final Map<SpotifyEndpoint, Integer> notFound = new EnumMap<>(SpotifyEndpoint.class);

    private int runs;

    CapabilityProbe(SpotifySettings settings, RunNotes remarks, KeyValueStore facts, Clock clock) {
        this.pageSize = new AdaptiveBatchSize(settings.pageSize(), 50, 10, "spotify.pages-refused", facts, clock);
        this.idsPerCall = new AdaptiveBatchSize(settings.idsPerCall(), 50, 1, "spotify.batches-refused", facts, clock);
        this.remarks = remarks;
    }

    /**
     * A run begins. What was closed to the last one is asked for again, unless another run is under way: then both go by
     * what that one has found out.
     *
     * @return what the report of the run has to say, as it comes
     */
    synchronized List<String> begin() {
        if (runs == 0) {
            pageSize.begin();
            idsPerCall.begin();
            closed.clear();
            answered.clear();
            forbidden.clear();
            notFound.clear();
            remarks.clear();
        }
        runs++;
        return remarks.current();
    }

    /** A run that began has ended. */
    synchronized void end() {
        runs--;
    }

    /** Artists per page of a search. */
    int pageSize() {
        return pageSize.get();
    }

    int idsPerCall() {
        return idsPerCall.get();
    }

    synchronized boolean open(SpotifyEndpoint endpoint) {
        return !closed.contains(endpoint);
    }

    /** A request was answered with a page. */
    synchronized void answered(PageRequest request) {
        var endpoint = SpotifyEndpoint.of(request);
        answered.add(endpoint);
        forbidden.remove(endpoint);
        notFound.remove(endpoint);
        if (endpoint == SpotifyEndpoint.SEARCH && limit(request) <= pageSize.narrowest()) {
            pageSize.answered(search(request))
                    .ifPresent(said ->
                            remarks.add("searches have pages of %d for this app (%s)".formatted(pageSize.get(), said)));
        }
        if (endpoint == SpotifyEndpoint.ARTIST) {
            idsPerCall
                    .answered(SpotifyEndpoint.SEVERAL_ARTISTS)
                    .ifPresent(said -> remarks.add(
                            "artists by the batch are closed to this app (%s): asked for one by one".formatted(said)));
        }
    }

    /** The page to go on with after a refusal that tells what the app may do; empty when it tells nothing of the kind. */
    synchronized Optional<PageResult> instead(Refusal refusal, PageRequest request) {
        var endpoint = SpotifyEndpoint.of(request);
        return switch (endpoint) {
            case SEARCH -> refusal.status() == 400 ? narrowSearches(refusal, request) : Optional.empty();
            case SEVERAL_ARTISTS -> gone(refusal, endpoint) ? singleArtists(refusal) : Optional.empty();
            case TOP_TRACKS, RELATED_ARTISTS -> followed(refusal, endpoint);
            case ARTIST -> Optional.empty();
        };
    }

    private Optional<PageResult> narrowSearches(Refusal refusal, PageRequest request) {
        if (pageSize.fixed()) {
            return Optional.empty();
        }
        if (limit(request) <= pageSize.narrowest()) {
            pageSize.refused(search(request));
            return Optional.empty();
        }
        pageSize.narrow(search(request), said(refusal));
        return Optional.of(PageResult.RETRY_DIFFERENTLY);
    }

    private Optional<PageResult> singleArtists(Refusal refusal) {
        if (idsPerCall.fixed()) {
            return Optional.empty();
        }
        idsPerCall.narrow(SpotifyEndpoint.SEVERAL_ARTISTS, said(refusal));
        return Optional.of(PageResult.RETRY_DIFFERENTLY);
    }

    private static int limit(PageRequest request) {
        return Integer.parseInt(request.parameters().getOrDefault("limit", "0"));
    }

    /** What is searched for, whichever page of it is asked. */
    private static Map<String, String> search(PageRequest request) {
        Map<String, String> search = new HashMap<>(request.parameters());
        search.keySet().removeAll(Set.of("limit", "offset"));
        return search;
    }

    private Optional<PageResult> followed(Refusal refusal, SpotifyEndpoint endpoint) {
        if (!closed.contains(endpoint) && gone(refusal, endpoint)) {
            closed.add(endpoint);
            remarks.add("%s are closed to this app (%s)".formatted(endpoint.title(), said(refusal)));
        }
        if (closed.contains(endpoint)) {
            return Optional.of(PageResult.RETRY_DIFFERENTLY);
        }
        return refusal.status() == 404 ? Optional.of(PageResult.NONE) : Optional.empty();
    }

    /** A 403 may be a whim, and is believed the second time; a 404 may be of the one artist. */
    private boolean gone(Refusal refusal, SpotifyEndpoint endpoint) {
        if (answered.contains(endpoint)) {
            return false;
        }
        return switch (refusal.status()) {
            case 403 -> forbidden.merge(endpoint, 1, Integer::sum) > 1;
            case 404 ->
                endpoint == SpotifyEndpoint.SEVERAL_ARTISTS
                        || notFound.merge(endpoint, 1, Integer::sum) >= NOT_FOUND_IN_A_ROW;
            default -> false;
        };
    }

    private static String said(Refusal refusal) {
        return "%d %s".formatted(refusal.status(), refusal.detail()).strip();
    }

    /** What reports have to say about Spotify: the same for runs that overlap, since they share what was found out. */
    static final class RunNotes {

        private volatile CopyOnWriteArrayList<String> current = new CopyOnWriteArrayList<>();

        /** Those since the last time that no run was under way, as they come. */
        List<String> current() {
            return current;
        }

        /** Begins anew; runs that have ended keep what they have. */
        void clear() {
            current = new CopyOnWriteArrayList<>();
        }

        void add(String remark) {
            current.addIfAbsent(remark);
        }
    }
}
