package io.tourbus.sandbox.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last items of a sequence, and the number of all of them. Thread-safe. */
public final class Tail<T> {

    private final int limit;
    private final Deque<T> last = new ArrayDeque<>();
    private long count;

    /** @param limit the number of items to keep */
    public Tail(int limit) {
        this.limit = limit;
    }

    public synchronized void add(T item) {
        if (last.size() == limit) {
            last.remove();
        }
        last.add(item);
        count++;
    }

    /** Returns the last items, the earliest first. */
    public synchronized List<T> items() {
        return List.copyOf(last);
    }

    /** Returns the number of all items, including those that are no longer kept. */
    public synchronized long count() {
        return count;
    }
}
