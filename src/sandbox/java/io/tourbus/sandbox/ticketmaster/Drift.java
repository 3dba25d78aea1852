package io.tourbus.sandbox.ticketmaster;

import io.tourbus.sandbox.catalogue.Catalogue.Event;
import java.util.ArrayList;
import java.util.List;

/** Changes events while a client reads them, so that the remaining results of its query shift by one. */
public final class Drift {

    private enum Change {
        REMOVE,
        INSERT
    }

    private record Planned(int afterRequest, Change change) {}

    private final EventStore events;
    private final List<Planned> planned = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> inserted = new ArrayList<>();
    private int requests;

    Drift(EventStore events) {
        this.events = events;
    }

    /** Removes the first result after this number of further searches with results. */
    public synchronized void removeFirstAfter(int furtherRequests) {
        planned.add(new Planned(requests + furtherRequests, Change.REMOVE));
    }

    /** Adds a copy of the first result, with the lowest ID, after this number of further searches with results. */
    public synchronized void insertFirstAfter(int furtherRequests) {
        planned.add(new Planned(requests + furtherRequests, Change.INSERT));
    }

    /** Returns the IDs of the removed events. */
    public synchronized List<String> removed() {
        return List.copyOf(removed);
    }

    /** Returns the IDs of the added events. */
    public synchronized List<String> inserted() {
        return List.copyOf(inserted);
    }

    synchronized void answered(List<Event> found) {
        if (found.isEmpty()) {
            return;
        }
        requests++;
        for (var next : planned) {
            if (next.afterRequest() == requests) {
                change(next.change(), found.get(0));
            }
        }
    }

    private void change(Change change, Event first) {
        if (change == Change.REMOVE) {
            events.remove(first.id());
            removed.add(first.id());
        } else {
            var id = "vvA%011d".formatted(99_999 - inserted.size());
            events.add(first.as(id));
            inserted.add(id);
        }
    }
}
