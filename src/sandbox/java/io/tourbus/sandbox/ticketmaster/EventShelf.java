package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue.Event;
import io.tourbus.sandbox.ticketmaster.EventSort.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An index of events by ID and by each requested sort order; each order is sorted only once. */
final class EventShelf {

    private final Map<String, Event> byId = new HashMap<>();
    private final Map<Order, List<Event>> sorted = new EnumMap<>(Order.class);

    void add(Event event) {
        byId.put(event.id(), event);
        sorted.forEach((order, events) -> events.add(place(events, event, order), event));
    }

    void remove(Event event) {
        byId.remove(event.id());
        sorted.forEach((order, events) -> events.remove(place(events, event, order)));
    }

    private static int place(List<Event> events, Event event, Order order) {
        var found = Collections.binarySearch(events, event, order.comparator());
        return found < 0 ? -found - 1 : found;
    }

    Event get(String id) {
        return byId.get(id);
    }

    Collection<Event> all() {
        return byId.values();
    }

    List<Event> in(Order order) {
        return sorted.computeIfAbsent(order, wanted -> {
            var events = new ArrayList<>(byId.values());
            events.sort(wanted.comparator());
            return events;
        });
    }

    /** Returns the events that start in a window, sorted by start; both bounds are inclusive. */
    List<Event> within(Instant from, Instant until) {
        var events = in(Order.START);
        var first = from.equals(Instant.MIN) ? 0 : firstAfter(events, from.minusNanos(1));
        return events.subList(first, Math.max(first, firstAfter(events, until)));
    }

    private static int firstAfter(List<Event> events, Instant instant) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            var middle = (low + high) / 2;
            var start = events.get(middle).start();
            if (start == null || start.isAfter(instant)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
