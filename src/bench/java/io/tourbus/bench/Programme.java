package io.tourbus.bench;

import io.tourbus.sandbox.Catalogue;
import io.tourbus.sandbox.Rendering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All that the stage shows, as bytes, in the order in which the API lists it: events by id, venues by name. */
final class Programme {

    /** @param until not included; both in seconds since 1970, UTC */
    record Window(long from, long until) {}

    private static final int MOST_UNDATED = 1_000;
    private static final int REMEMBERED = 64;

    private final List<byte[]> venues;
    private final List<Rendering.Event> events;
    private final int[] byStart;
    private final long[] starts;
    private final int[] announced;
    private final int[] defined;
    private final Map<Window, int[]> found = Collections.synchronizedMap(new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Window, int[]> eldest) {
            return size() > REMEMBERED;
        }
    });

    private Programme(List<byte[]> venues, List<Rendering.Event> byId) {
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
     * So many events of a catalogue that has a few more: of those without a date, no more than one query may return are taken,
     * as the stage knows no narrower queries.
     */
    static Programme of(Catalogue catalogue, int events) {
        var byId = Rendering.events(catalogue)
                .sorted(Comparator.comparing(Rendering.Event::id))
                .toList();
        Map<Boolean, Integer> undated = new HashMap<>();
        return new Programme(
                Rendering.venues(catalogue).toList(),
                byId.stream()
                        .filter(event -> event.start() != null
                                || undated.merge(event.announced(), 1, Integer::sum) <= MOST_UNDATED)
                        .limit(events)
                        .toList());
    }

    /** The same with fewer events, left out evenly. */
    Programme thinned(int most) {
        var count = Math.min(most, events.size());
        var some = IntStream.range(0, count)
                .mapToObj(place -> events.get((int) ((long) place * events.size() / count)))
                .toList();
        return new Programme(venues, some);
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

    byte[] venue(int place) {
        return venues.get(place);
    }

    byte[] event(int rank) {
        return events.get(rank).json();
    }

    /** The ranks of the events to be announced. */
    int[] announced() {
        return announced;
    }

    /** The ranks of the events to be defined. */
    int[] defined() {
        return defined;
    }

    /** The ranks of the events that start in a window, by id. */
    int[] in(Window window) {
        return found.computeIfAbsent(window, wanted -> {
            var ranks = Arrays.copyOfRange(byStart, place(wanted.from()), place(wanted.until()));
            Arrays.sort(ranks);
            return ranks;
        });
    }

    private int place(long second) {
        var place = Arrays.binarySearch(starts, second);
        while (place > 0 && starts[place - 1] == second) {
            place--;
        }
        return place < 0 ? -place - 1 : place;
    }

    /** The fewest windows that hold all dated events and no more than so many each, unless more start at the same second. */
    List<Window> windows(int most) {
        List<Window> windows = new ArrayList<>();
        for (int first = 0; first < starts.length; ) {
            var next = first + most < starts.length ? place(starts[first + most]) : starts.length;
            next = next > first ? next : place(starts[first] + 1);
            windows.add(new Window(starts[first], starts[next - 1] + 1));
            first = next;
        }
        return windows;
    }
}
