package io.tourbus.spotify;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the report of the run under way has to say about Spotify. Where runs overlap, it goes to the younger one. */
final class Remarks {

    private volatile List<String> current = new CopyOnWriteArrayList<>();

    /** The remarks of a run that begins, as they come. */
    List<String> begin() {
        List<String> ofThisRun = new CopyOnWriteArrayList<>();
        current = ofThisRun;
        return ofThisRun;
    }

    void add(String remark) {
        current.add(remark);
    }
}
