package io.tourbus.bench;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.Rendering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The rendered events and venues of the stub API in the order of its responses: events by ID, venues by name. */
final class EventIndex {

    /** A window in seconds since 1970, UTC. @param from inclusive @param until exclusive */
    record Window(long from, long until) {}

    private static final int MAX_UNDATED = 1_000;
    private static final int MAX_CACHED = 64;

    private final List<byte[]> venues;
    private final List<Rendering.Event> events;
    private final int[] byStart;
    private final long[] starts;
    private final int[] announced;
    private final int[] defined;
    private final Map<Window, int[]> cache = Collections.synchronizedMap(new LinkedHashMap<>(MAX_CACHED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Window, int[]> eldest) {
            return size() > MAX_CACHED;
        }
    });

    private EventIndex(List<byte[]> venues, List<Rendering.Event> byId) {
        this.venues = venues;
        this.events = byId;
        this.byStart = IntStream.range(0, byId.size())
                .filter(rank -> byId.get(rank).start() != null)
                .boxed()
                .sorted(Comparator.comparing(rank -> byId.get(rank).start()))
                .mapToInt(Integer::intValue)
                .toArray();
        this.starts = Arrays.stream(byStart)
                .mapToLong(rank -> byId.get(rank).start().getEpochSecond())
                .toArray();
        this.announced = undated(true);
        this.defined = undated(false);
    }

    /**
     * Selects events of a catalogue that has some more. At most 1,000 events each are to be announced or defined, because one
     * query must be able to return them.
     */
    static EventIndex of(Catalogue catalogue, int events) {
        var byId = Rendering.events(catalogue)
                .sorted(Comparator.comparing(Rendering.Event::id))
                .toList();
        Map<Boolean, Integer> undated = new HashMap<>();
        return new EventIndex(
                Rendering.venues(catalogue).toList(),
                byId.stream()
                        .filter(event -> event.start() != null
                                || undated.merge(event.announced(), 1, Integer::sum) <= MAX_UNDATED)
                        .limit(events)
                        .toList());
    }

    /** Returns an index with fewer events, evenly distributed over all. */
    EventIndex thinned(int limit) {
        var count = Math.min(limit, events.size());
        var selected = IntStream.range(0, count)
                .mapToObj(position -> events.get((int) ((long) position * events.size() / count)))
                .toList();
        return new EventIndex(venues, selected);
    }

    private int[] undated(boolean isAnnounced) {
        return IntStream.range(0, events.size())
                .filter(rank ->
                        events.get(rank).start() == null && events.get(rank).announced() == isAnnounced)
                .toArray();
    }

    int events() {
        return events.size();
    }

    int venues() {
        return venues.size();
    }

    byte[] venue(int position) {
        return venues.get(position);
    }

    byte[] event(int rank) {
        return events.get(rank).json();
    }

    /** Returns the ranks of the events whose date is to be announced. */
    int[] announced() {
        return announced;
    }

    /** Returns the ranks of the events whose date is to be defined. */
    int[] defined() {
        return defined;
    }

    /** Returns the ranks of the events that start in a window, in ascending order. */
    int[] in(Window window) {
        return cache.computeIfAbsent(window, missing -> {
            var ranks = Arrays.copyOfRange(byStart, position(window.from()), position(window.until()));
            Arrays.sort(ranks);
            return ranks;
        });
    }

    private int position(long second) {
        var position = Arrays.binarySearch(starts, second);
        while (position > 0 && starts[position - 1] == second) {
            position--;
        }
        return position < 0 ? -position - 1 : position;
    }

    /** Returns the minimum number of windows with at most {@code limit} events each, unless more start in the same second. */
    List<Window> windows(int limit) {
        List<Window> windows = new ArrayList<>();
        for (int first = 0; first < starts.length; ) {
            var next = first + limit < starts.length ? position(starts[first + limit]) : starts.length;
            next = next > first ? next : position(starts[first] + 1);
            windows.add(new Window(starts[first], starts[next - 1] + 1));
            first = next;
        }
        return windows;
    }
}
