package io.tourbus.spotify;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What reports have to say about Spotify: the same for runs that overlap, since they share what was found out. */
final class Remarks {

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
