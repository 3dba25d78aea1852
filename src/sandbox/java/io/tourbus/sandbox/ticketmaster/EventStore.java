package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue.Event;
import io.tourbus.sandbox.ticketmaster.EventSort.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The current events, indexed for fast search among 100,000 events. */
final class EventStore {

    private final EventShelf everywhere = new EventShelf();
    private final Map<String, EventShelf> byCountry = new HashMap<>();
    private long searches;

    EventStore(Collection<Event> events) {
        events.forEach(this::add);
    }

    synchronized void add(Event event) {
        everywhere.add(event);
        byCountry.computeIfAbsent(country(event), none -> new EventShelf()).add(event);
    }

    /** Removes an event. @return {@code null} if it does not exist */
    synchronized Event remove(String id) {
        var event = everywhere.get(id);
        if (event != null) {
            everywhere.remove(event);
            byCountry.get(country(event)).remove(event);
        }
        return event;
    }

    synchronized Event get(String id) {
        return everywhere.get(id);
    }

    synchronized List<String> ids() {
        return everywhere.all().stream().map(Event::id).sorted().toList();
    }

    /** Returns all matching events in order. */
    synchronized List<Event> search(EventFilter filter, EventSort sort) {
        searches++;
        var found = new ArrayList<Event>();
        for (var event : candidates(filter, sort.order())) {
            if (filter.test(event)) {
                found.add(event);
            }
        }
        if (sort.descending() && sort.order() != Order.RELEVANCE) {
            Collections.reverse(found);
        }
        if (sort.random()) {
            Collections.shuffle(found, new Random(searches));
        } else if (sort.shuffled()) {
            shuffleTies(found, new Random(searches));
        }
        return found;
    }

    private List<Event> candidates(EventFilter filter, Order order) {
        if (filter.ids() != null) {
            return filter.ids().stream()
                    .map(everywhere::get)
                    .filter(Objects::nonNull)
                    .sorted(order.comparator())
                    .toList();
        }
        var shelf = filter.country() == null ? everywhere : byCountry.getOrDefault(filter.country(), new EventShelf());
        if (!filter.windowed()) {
            return shelf.in(order);
        }
        var window = shelf.within(filter.from(), filter.until());
        var narrow = window.size() < shelf.all().size() / 8;
        if (order == Order.START) {
            return window;
        }
        return narrow ? window.stream().sorted(order.comparator()).toList() : shelf.in(order);
    }

    /** Shuffles events with the same start, because the API does not define their order. */
    private static void shuffleTies(List<Event> events, Random random) {
        int from = 0;
        for (int to = 1; to <= events.size(); to++) {
            if (to == events.size()
                    || !Objects.equals(events.get(from).start(), events.get(to).start())) {
                if (to - from > 1) {
                    Collections.shuffle(events.subList(from, to), random);
                }
                from = to;
            }
        }
    }

    private static String country(Event event) {
        return event.venue().town().country();
    }
}
