package io.tourbus.ticketmaster.window;

import io.tourbus.source.slice.Slice;
import io.tourbus.ticketmaster.window.Forecast.Outcome;
import io.tourbus.ticketmaster.window.WindowCutter.Cut;
import java.util.Arrays;

/** A window that has been asked for, from its first proposal until it is read. */
final class Window {

    private final EventArea area;
    private final long from;
    private final Cut cut;
    private final boolean whole;
    private final Slice slice;
    private Outcome outcome;
    private boolean surprising;
    private boolean narrowed;
    private long[] sample = {};
    private long[] starts = {};
    private double weight;

    Window(EventArea area, long from, Cut cut, boolean whole) {
        this.area = area;
        this.from = from;
        this.cut = cut;
        this.whole = whole;
        this.slice = area.window(from, cut.end());
    }

    /** What asks for it. */
    Slice slice() {
        return slice;
    }

    long from() {
        return from;
    }

    long end() {
        return cut.end();
    }

    /** Whether it is the first one, about which nothing could be told. */
    boolean whole() {
        return whole;
    }

    Outcome outcome() {
        return outcome;
    }

    void came(long total) {
        if (outcome == null) {
            outcome = new Outcome(cut.mean(), total);
            surprising = outcome.surprising(cut.deviation());
        }
        surprising |= total > cut.mean() + 4 * cut.deviation() + 100 && total > 1_000;
    }

    boolean spike(long total) {
        return surprising && total > 2 * cut.mean();
    }

    boolean spikedBy(long total) {
        return surprising && (narrowed || total > 1.5 * cut.mean());
    }

    Window narrowedTo(Cut narrower) {
        var window = new Window(area, from, narrower, false);
        window.outcome = outcome;
        window.surprising = surprising;
        window.narrowed = !whole;
        return window;
    }

    void begin(long[] firstPage, double weightOfEach) {
        sample = firstPage;
        starts = firstPage;
        weight = weightOfEach;
    }

    void add(long[] more) {
        var joined = Arrays.copyOf(starts, starts.length + more.length);
        System.arraycopy(more, 0, joined, starts.length, more.length);
        starts = joined;
    }

    long[] sample() {
        return sample;
    }

    long[] starts() {
        return starts;
    }

    /** How many events each of the sample stood for; 0 where the window is not to be learned from. */
    double weight() {
        return weight;
    }
}
