package io.tourbus.sandbox;

import io.tourbus.sandbox.Catalogue.Event;
import java.util.ArrayList;
import java.util.List;

/** How the events change while a client reads them: the rest of the slice that it is reading moves by one. */
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

    /** After so many further searches that find events, the first event of what was found is gone. */
    public synchronized void removeFirstAfter(int furtherRequests) {
        planned.add(new Planned(requests + furtherRequests, Change.REMOVE));
    }

    /** After so many further searches that find events, there is another like the first, with an id before all others. */
    public synchronized void insertFirstAfter(int furtherRequests) {
        planned.add(new Planned(requests + furtherRequests, Change.INSERT));
    }

    /** Ids of the events that are gone. */
    public synchronized List<String> removed() {
        return List.copyOf(removed);
    }

    /** Ids of the events that have come. */
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
