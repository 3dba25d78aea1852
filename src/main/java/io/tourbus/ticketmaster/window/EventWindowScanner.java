package io.tourbus.ticketmaster.window;

import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceResult;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.window.EventArea.TimeRange;
import io.tourbus.ticketmaster.window.WindowCutter.Cut;
import io.tourbus.ticketmaster.window.WindowCutter.OversizedWindow;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Divides the events of an area into consecutive date windows, each with about as many events as can be read. The first page
 * of a window reports the real number. If it is too high, the window is narrowed, with the page as a sample: it is random,
 * because events are sorted by ID. The next window is created when the first page has been read, while the other pages are
 * still being read. Times are epoch seconds.
 */
public final class EventWindowScanner implements AdaptiveSlicer {

    private static final int MAX_SPIKE = 8_000;
    /** A second with this share of the events that can be read becomes a separate window. */
    private static final double CROWDED = 0.9;

    private final EventArea area;
    private final Deque<TimeRange> ranges;
    private final PageDepthLimit depth;
    private final Forecast forecast;
    private final WindowCutter cutter;
    private final TreeMap<Long, Integer> starts;
    /** Seconds with so many events that no window can contain them and much else. The forecast does not include them. */
    private final TreeSet<Long> crowded = new TreeSet<>();

    private final Consumer<SortedMap<Long, Integer>> save;
    private final Map<String, Window> reading = new HashMap<>();
    private long position = Long.MIN_VALUE;
    private long until = Long.MIN_VALUE;
    private Optional<Window> requested = Optional.empty();
    private boolean changed;

    /**
     * @param ranges sorted, without overlaps, at least one
     * @param previousStarts number of events by start in the last run
     * @param save receives the same of this run when scanning ends, completely or not
     */
    public EventWindowScanner(
            EventArea area,
            List<TimeRange> ranges,
            PageDepthLimit depth,
            SortedMap<Long, Integer> previousStarts,
            Consumer<SortedMap<Long, Integer>> save) {
        this.area = area;
        this.ranges = new ArrayDeque<>(ranges);
        this.depth = depth;
        this.starts = new TreeMap<>(previousStarts);
        this.save = save;
        var end = ranges.get(ranges.size() - 1).until();
        var regular = new TreeMap<>(starts);
        starts.forEach((second, events) -> {
            if (events >= CROWDED * depth.maxResults()) {
                crowded.add(second);
                regular.remove(second);
            }
        });
        this.forecast = new Forecast(ranges.get(0).from(), end, regular);
        this.cutter = new WindowCutter(forecast, depth);
        advance(Long.MIN_VALUE);
    }

    /** Moves to a second, or to the next range if that is the end of the current one. */
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
            var rest = ranges.stream()
                    .flatMap(range -> range.without(read).stream())
                    .toList();
            ranges.clear();
            ranges.addAll(rest);
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
        return position >= until && requested.isEmpty();
    }

    @Override
    public Optional<Slice> next() {
        if (requested.isPresent() || position >= until) {
            return Optional.empty();
        }
        if (forecast.isEmpty()) {
            return Optional.of(request(new Window(area, position, new Cut(until, 0, 0), true)));
        }
        var cut = crowded.contains(position) ? second(position) : cutter.cut(position, limit(position, until));
        return Optional.of(request(new Window(area, position, cut, false)));
    }

    /** The end of a window, unless a crowded second begins before it. */
    private long limit(long from, long end) {
        var next = crowded.higher(from);
        return next == null ? end : Math.min(next, end);
    }

    private Cut second(long second) {
        return new Cut(second + 1, depth.maxResults(), depth.maxResults());
    }

    private Slice request(Window window) {
        requested = Optional.of(window);
        return window.slice();
    }

    @Override
    public Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        if (!isRequested(slice)) {
            return Optional.empty();
        }
        var window = requested.orElseThrow();
        var sample = Window.starts(page);
        var total = page.total()
                .orElse(page.next() ? TicketmasterPager.CAP : page.entities().size());
        var first = forecast.bin(window.from());
        var last = forecast.bin(window.end() - 1) + 1;
        var inCrowd = inCrowd(window, total, sample);
        if (!window.whole()) {
            window.setTotal(total - inCrowd);
        }
        if (window.whole() || forecast.isFarTooLow(first, last, total)) {
            forecast.reset(first, last, total);
        }
        if (total > depth.maxResults() && window.end() - window.from() > 1) {
            return Optional.of(request(window.narrowedTo(narrower(window, total, inCrowd, sample))));
        }
        accept(slice, window, total, sample);
        return Optional.empty();
    }

    /** Whether the slice is the last requested window, and not another slice of the same query. */
    private boolean isRequested(Slice slice) {
        return requested
                .filter(window -> window.slice().name().equals(slice.name()))
                .isPresent();
    }

    /** Finds a crowded second with the sample. @return its estimated number of events; 0 if there is none */
    private long inCrowd(Window window, long total, long[] sample) {
        if (total >= TicketmasterPager.CAP || window.end() - window.from() == 1) {
            return 0;
        }
        var counts = Arrays.stream(sample)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        var most = counts.entrySet().stream().max(Map.Entry.comparingByValue());
        var estimate =
                most.map(second -> second.getValue() * total / sample.length).orElse(0L);
        if (estimate < CROWDED * depth.maxResults()) {
            return 0;
        }
        crowded.add(most.get().getKey());
        return estimate;
    }

    private Cut narrower(Window window, long total, long inCrowd, long[] sample) {
        if (crowded.contains(window.from())) {
            return second(window.from());
        }
        var limit = limit(window.from(), window.end());
        if (limit == window.end() && (total >= TicketmasterPager.CAP || limit - window.from() <= Forecast.BIN)) {
            return bySample(window, total, sample);
        }
        var spike = window.spike(total - inCrowd) && total < MAX_SPIKE;
        cutter.addOversized(new OversizedWindow(window.end(), total, sample, spike));
        var cut = cutter.cut(window.from(), limit);
        return cut.end() < window.end() ? cut : halved(window, total);
    }

    private Cut bySample(Window window, long total, long[] sample) {
        if (sample.length == 0) {
            return halved(window, total);
        }
        var target = 0.88 * depth.maxResults();
        var end = sample[(int) Math.min(sample.length - 1, target / total * sample.length)];
        if (end <= window.from()) {
            return new Cut(window.from() + 1, target, target);
        }
        return end < window.end() ? new Cut(end, target, 0.06 * target) : halved(window, total);
    }

    private static Cut halved(Window window, long total) {
        return new Cut(window.from() + (window.end() - window.from()) / 2, total / 2.0, total / 8.0);
    }

    private void accept(Slice slice, Window window, long total, long[] sample) {
        if (crowded.contains(window.from()) && window.end() - window.from() == 1) {
            window.start(sample, 0);
        } else {
            learn(window, total, sample);
        }
        reading.put(slice.name(), window);
        cutter.read(window.end(), total);
        advance(window.end());
        requested = Optional.empty();
    }

    private void learn(Window window, long total, long[] sample) {
        var first = forecast.bin(window.from());
        var last = forecast.bin(window.end() - 1) + 1;
        var spike = cutter.inSpike() || window.spikeAfterNarrowing(total);
        if (!window.whole()) {
            forecast.update(first, total, forecast.expected(first, last, first), window.outcome(), spike);
        }
        window.start(sample, spike ? 0 : (double) total / Math.max(1, sample.length));
        if (!spike) {
            forecast.addSeen(first, last, sample, window.weight());
        }
    }

    @Override
    public void onPage(Slice slice, PageResult page) {
        Optional.ofNullable(reading.get(slice.name())).ifPresent(window -> window.add(Window.starts(page)));
    }

    @Override
    public void read(SliceResult result) {
        var window = reading.remove(result.slice().name());
        if (window == null) {
            return;
        }
        if (result.reading().isEmpty()) {
            window.addRecords(result);
        }
        if (window.weight() > 0) {
            var first = forecast.bin(window.from());
            var last = forecast.bin(window.end() - 1) + 1;
            forecast.addSeen(first, last, window.sample(), -window.weight());
            forecast.addSeen(first, last, window.starts(), 1);
        }
        starts.subMap(window.from(), window.end()).clear();
        for (var start : window.starts()) {
            starts.merge(start, 1, Integer::sum);
        }
        changed = true;
        saveIfDone();
    }

    /** Saves the starts when no more windows will be read. Starts that were not read keep their previous numbers. */
    private void saveIfDone() {
        if (changed && done() && reading.isEmpty()) {
            changed = false;
            save.accept(starts);
        }
    }

    @Override
    public void failed(Slice slice) {
        reading.remove(slice.name());
        if (isRequested(slice)) {
            var end = requested.orElseThrow().end();
            requested = Optional.empty();
            advance(end);
        }
        saveIfDone();
    }

    @Override
    public List<Slice> abandon() {
        var next = requested.map(Window::end).orElse(position);
        var unread = Stream.concat(Stream.of(new TimeRange(next, until)), ranges.stream())
                .filter(range -> range.from() < range.until())
                .map(range -> area.window(range.from(), range.until()))
                .toList();
        ranges.clear();
        until = Math.min(until, next);
        saveIfDone();
        return unread;
    }
}
