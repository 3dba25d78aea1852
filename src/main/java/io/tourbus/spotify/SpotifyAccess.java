package io.tourbus.spotify;

import io.tourbus.source.Page;
import io.tourbus.source.Refusal;
import io.tourbus.source.Request;
import io.tourbus.state.Facts;
import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this app may do, found out by asking: Spotify says it nowhere, and two apps in development mode may differ, since
 * changes of February 2026 were postponed for existing ones. Found out once a run, or once for all runs that overlap, and
 * said once in the report of each. Safe for use by several threads.
 *
 * <p>In development mode a search has pages of 10 (400 beyond), and batches of artists, top tracks and related artists are
 * gone (403 or 404); see developer.spotify.com/blog/2024-11-27-changes-to-the-web-api and
 * developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide.
 */
final class SpotifyAccess {

    /** So many unknown artists one after the other are none: the endpoint is gone. */
    private static final int NOT_FOUND_IN_A_ROW = 3;

    private final Width pageSize;
    private final Width idsPerCall;
    private final Remarks remarks;
    private final Set<Endpoint> closed = EnumSet.noneOf(Endpoint.class);
    private final Set<Endpoint> answered = EnumSet.noneOf(Endpoint.class);
    private final Map<Endpoint, Integer> forbidden = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, Integer> notFound = new EnumMap<>(Endpoint.class);

    private int runs;

    SpotifyAccess(SpotifySettings settings, Remarks remarks, Facts facts, Clock clock) {
        this.pageSize = new Width(settings.pageSize(), 50, 10, "spotify.pages-refused", facts, clock);
        this.idsPerCall = new Width(settings.idsPerCall(), 50, 1, "spotify.batches-refused", facts, clock);
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

    synchronized boolean open(Endpoint endpoint) {
        return !closed.contains(endpoint);
    }

    /** A request was answered with a page. */
    synchronized void answered(Request request) {
        var endpoint = Endpoint.of(request);
        answered.add(endpoint);
        forbidden.remove(endpoint);
        notFound.remove(endpoint);
        if (endpoint == Endpoint.SEARCH && limit(request) <= pageSize.narrowest()) {
            pageSize.answered(search(request))
                    .ifPresent(said ->
                            remarks.add("searches have pages of %d for this app (%s)".formatted(pageSize.get(), said)));
        }
        if (endpoint == Endpoint.ARTIST) {
            idsPerCall
                    .answered(Endpoint.SEVERAL_ARTISTS)
                    .ifPresent(said -> remarks.add(
                            "artists by the batch are closed to this app (%s): asked for one by one".formatted(said)));
        }
    }

    /** The page to go on with after a refusal that tells what the app may do; empty when it tells nothing of the kind. */
    synchronized Optional<Page> instead(Refusal refusal, Request request) {
        var endpoint = Endpoint.of(request);
        return switch (endpoint) {
            case SEARCH -> refusal.status() == 400 ? narrowSearches(refusal, request) : Optional.empty();
            case SEVERAL_ARTISTS -> gone(refusal, endpoint) ? singleArtists(refusal) : Optional.empty();
            case TOP_TRACKS, RELATED_ARTISTS -> followed(refusal, endpoint);
            case ARTIST -> Optional.empty();
        };
    }

    private Optional<Page> narrowSearches(Refusal refusal, Request request) {
        if (pageSize.fixed()) {
            return Optional.empty();
        }
        if (limit(request) <= pageSize.narrowest()) {
            pageSize.refused(search(request));
            return Optional.empty();
        }
        pageSize.narrow(search(request), said(refusal));
        return Optional.of(Page.REFUSED);
    }

    private Optional<Page> singleArtists(Refusal refusal) {
        if (idsPerCall.fixed()) {
            return Optional.empty();
        }
        idsPerCall.narrow(Endpoint.SEVERAL_ARTISTS, said(refusal));
        return Optional.of(Page.REFUSED);
    }

    private static int limit(Request request) {
        return Integer.parseInt(request.parameters().getOrDefault("limit", "0"));
    }

    /** What is searched for, whichever page of it is asked. */
    private static Map<String, String> search(Request request) {
        Map<String, String> search = new HashMap<>(request.parameters());
        search.keySet().removeAll(Set.of("limit", "offset"));
        return search;
    }

    private Optional<Page> followed(Refusal refusal, Endpoint endpoint) {
        if (!closed.contains(endpoint) && gone(refusal, endpoint)) {
            closed.add(endpoint);
            remarks.add("%s are closed to this app (%s)".formatted(endpoint.title(), said(refusal)));
        }
        if (closed.contains(endpoint)) {
            return Optional.of(Page.REFUSED);
        }
        return refusal.status() == 404 ? Optional.of(Page.NONE) : Optional.empty();
    }

    /** A 403 may be a whim, and is believed the second time; a 404 may be of the one artist. */
    private boolean gone(Refusal refusal, Endpoint endpoint) {
        if (answered.contains(endpoint)) {
            return false;
        }
        return switch (refusal.status()) {
            case 403 -> forbidden.merge(endpoint, 1, Integer::sum) > 1;
            case 404 ->
                endpoint == Endpoint.SEVERAL_ARTISTS || notFound.merge(endpoint, 1, Integer::sum) >= NOT_FOUND_IN_A_ROW;
            default -> false;
        };
    }

    private static String said(Refusal refusal) {
        return "%d %s".formatted(refusal.status(), refusal.detail()).strip();
    }
}
