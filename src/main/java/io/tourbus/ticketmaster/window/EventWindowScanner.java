package io.tourbus.ticketmaster.window;

import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.window.WindowCutter.Cut;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the dated events of an area from one end of the horizon to the other, window by window. A window is cut to the
 * number of events that can be read; its first page tells the true number. Where that is too many, the window is narrowed,
 * going by the page itself: sorted by id, it is a sample of the window. The next window is cut as soon as the first page of
 * the one before has come, while the rest of that one is being read. Times are seconds since 1970, UTC.
 */
public final class EventWindowScanner implements AdaptiveSlicer {

    private static final int LARGEST_SPIKE = 8_000;

    private final EventArea area;
    private final Deque<TimeRange> ranges;
    private final PageDepthLimit reach;
    private final Forecast forecast;
    private final WindowCutter cutter;
    private final TreeMap<Long, Integer> starts;
    private final Consumer<SortedMap<Long, Integer>> remember;
    private final Map<String, Window> reading = new HashMap<>();
    private long position = Long.MIN_VALUE;
    private long until = Long.MIN_VALUE;
    private Optional<Window> asked = Optional.empty();
    private boolean learned;

    /**
     * @param ranges in order, without overlaps, at least one
     * @param remembered how many events started when, the last time
     * @param remember told the same for the next time, when the sweep has come to its end, whole or not
     */
    public EventWindowScanner(
            EventArea area,
            List<TimeRange> ranges,
            PageDepthLimit reach,
            SortedMap<Long, Integer> remembered,
            Consumer<SortedMap<Long, Integer>> remember) {
        this.area = area;
        this.ranges = new ArrayDeque<>(ranges);
        this.reach = reach;
        this.starts = new TreeMap<>(remembered);
        this.remember = remember;
        var end = ranges.get(ranges.size() - 1).until();
        this.forecast = new Forecast(ranges.get(0).from(), end, starts);
        this.cutter = new WindowCutter(forecast, reach);
        advance(Long.MIN_VALUE);
    }

    /** All before a second has been asked for. */
    private void advance(long second) {
        position = Math.max(position, second);
        while (position >= until && !ranges.isEmpty()) {
            var range = ranges.poll();
            position = Math.max(position, range.from());
            until = range.until();
        }
    }

    @Override
    public void skip(Slice slice) {
        EventArea.range(slice).ifPresent(read -> {
            ranges.addFirst(new TimeRange(position, until));
            var left = ranges.stream()
                    .flatMap(range -> range.without(read).stream())
                    .toList();
            ranges.clear();
            ranges.addAll(left);
            position = Long.MIN_VALUE;
            until = Long.MIN_VALUE;
            advance(position);
        });
    }

    @Override
    public Query query() {
        return area.query();
    }

    @Override
    public boolean done() {
        return position >= until && asked.isEmpty();
    }

    @Override
    public Optional<Slice> next() {
        if (asked.isPresent() || position >= until) {
            return Optional.empty();
        }
        var cut = forecast.blank() ? new Cut(until, 0, 0) : cutter.cut(position, until);
        return Optional.of(ask(new Window(area, position, cut, forecast.blank())));
    }

    private Slice ask(Window window) {
        asked = Optional.of(window);
        return window.slice();
    }

    @Override
    public Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        if (!asks(slice)) {
            return Optional.empty();
        }
        var window = asked.orElseThrow();
        var sample = EventStarts.read(page);
        var total = page.total()
                .orElse(page.next() ? TicketmasterPager.CAP : page.entities().size());
        var first = forecast.bin(window.from());
        var last = forecast.bin(window.end() - 1) + 1;
        if (!window.whole()) {
            window.came(total);
        }
        if (window.whole() || forecast.misled(first, last, total)) {
            forecast.begin(first, last, total, sample);
        }
        if (total > reach.maxResults() && window.end() - window.from() > 1) {
            return Optional.of(ask(window.narrowedTo(narrower(window, total, sample))));
        }
        accept(slice, window, total, sample);
        return Optional.empty();
    }

    /** Whether it is the window that was asked for last, and not some other slice of the same query. */
    private boolean asks(Slice slice) {
        return asked.filter(window -> window.slice().name().equals(slice.name()))
                .isPresent();
    }

    private Cut narrower(Window window, long total, long[] sample) {
        var width = window.end() - window.from();
        if (total >= TicketmasterPager.CAP || width <= Forecast.BIN) {
            return bySample(window, total, sample);
        }
        cutter.tooWide(new OversizedWindow(window.end(), total, sample, window.spike(total) && total < LARGEST_SPIKE));
        var cut = cutter.cut(window.from(), window.end());
        return cut.end() < window.end() ? cut : halved(window, total);
    }

    private Cut bySample(Window window, long total, long[] sample) {
        if (sample.length == 0) {
            return halved(window, total);
        }
        var wanted = 0.88 * reach.maxResults();
        var end = sample[(int) Math.min(sample.length - 1, wanted / total * sample.length)];
        if (end <= window.from()) {
            return new Cut(window.from() + 1, wanted, wanted);
        }
        return end < window.end() ? new Cut(end, wanted, 0.06 * wanted) : halved(window, total);
    }

    private static Cut halved(Window window, long total) {
        return new Cut(window.from() + (window.end() - window.from()) / 2, total / 2.0, total / 8.0);
    }

    private void accept(Slice slice, Window window, long total, long[] sample) {
        var first = forecast.bin(window.from());
        var last = forecast.bin(window.end() - 1) + 1;
        var spike = cutter.inSpike() || window.spikedBy(total);
        var usual = window.whole()
                || forecast.learn(first, total, forecast.expected(first, last, first), window.outcome(), spike);
        window.begin(sample, usual ? (double) total / Math.max(1, sample.length) : 0);
        if (usual) {
            forecast.see(first, last, sample, window.weight());
        }
        reading.put(slice.name(), window);
        cutter.read(window.end(), total);
        advance(window.end());
        asked = Optional.empty();
    }

    @Override
    public void onPage(Slice slice, PageResult page) {
        Optional.ofNullable(reading.get(slice.name())).ifPresent(window -> window.add(EventStarts.read(page)));
    }

    @Override
    public void read(SliceReading read) {
        var window = reading.remove(read.slice().name());
        if (window == null) {
            return;
        }
        if (window.weight() > 0) {
            var first = forecast.bin(window.from());
            var last = forecast.bin(window.end() - 1) + 1;
            forecast.see(first, last, window.sample(), -window.weight());
            forecast.see(first, last, window.starts(), 1);
        }
        starts.subMap(window.from(), window.end()).clear();
        for (var start : window.starts()) {
            starts.merge(start, 1, Integer::sum);
        }
        learned = true;
        settle();
    }

    /** Remembers what was read once nothing more will be, and of the rest what was remembered before. */
    private void settle() {
        if (learned && done() && reading.isEmpty()) {
            learned = false;
            remember.accept(starts);
        }
    }

    @Override
    public void failed(Slice slice) {
        reading.remove(slice.name());
        if (asks(slice)) {
            var end = asked.orElseThrow().end();
            asked = Optional.empty();
            advance(end);
        }
        settle();
    }

    @Override
    public List<Slice> abandon() {
        var rest = asked.map(Window::end).orElse(position);
        var left = Stream.concat(Stream.of(new TimeRange(rest, until)), ranges.stream())
                .filter(range -> range.from() < range.until())
                .map(range -> area.window(range.from(), range.until()))
                .toList();
        ranges.clear();
        until = Math.min(until, rest);
        settle();
        return left;
    }
}
