package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.window.EventArea;
import io.tourbus.ticketmaster.window.EventArea.TimeRange;
import io.tourbus.ticketmaster.window.EventWindowScanner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Simulates the Discovery API in memory for given start times of events, and counts the requests needed to read them. */
public final class CountedApi {

    private static final int PAGE = 200;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T02:00:00Z"), ZoneOffset.UTC);

    private final long[] starts;
    private final int[] byId;
    private final PageDepthLimit depth;
    private final SliceReader reader;
    private final BitSet received = new BitSet();
    private final Map<Long, JsonNode> entities = new HashMap<>();
    private final Deque<Runnable> unread = new ArrayDeque<>();
    private int limit = Integer.MAX_VALUE;
    private int requests;
    private int tooDeep;

    /** @param idsFollowDates whether IDs are in the order of start times; otherwise random */
    public CountedApi(long[] starts, boolean idsFollowDates, PageDepthLimit depth) {
        this.starts = starts.clone();
        Arrays.sort(this.starts);
        this.depth = depth;
        this.reader = new SliceReader(
                new TicketmasterPager(depth), new EventNormalizer()::normalize, new RecordEncoder(), CLOCK);
        this.byId = IntStream.range(0, starts.length).toArray();
        if (!idsFollowDates) {
            var random = new Random(starts.length);
            for (int i = byId.length - 1; i > 0; i--) {
                var other = random.nextInt(i + 1);
                var id = byId[i];
                byId[i] = byId[other];
                byId[other] = id;
            }
        }
    }

    /** Refuses all requests after this number. */
    public CountedApi allow(int requestLimit) {
        limit = requestLimit;
        return this;
    }

    /**
     * Reads all events, up to the limit of requests.
     *
     * @return number of events by start, as saved for the next run
     */
    public SortedMap<Long, Integer> read(long from, long until, SortedMap<Long, Integer> previous) {
        SortedMap<Long, Integer> saved = new TreeMap<>();
        var area = new EventArea("events US", Map.of("countryCode", "US"));
        var scanner = new EventWindowScanner(area, List.of(new TimeRange(from, until)), depth, previous, saved::putAll);
        while (!scanner.done()) {
            scanner.next().ifPresent(slice -> read(scanner, slice));
            if (unread.size() > 2 || scanner.done()) {
                unread.pop().run();
            }
        }
        while (!unread.isEmpty()) {
            unread.pop().run();
        }
        return saved;
    }

    /** Counts a request. @return false if the limit is reached, which ends the scan */
    private boolean request(EventWindowScanner scanner, Slice slice) {
        if (requests < limit) {
            requests++;
            return true;
        }
        scanner.failed(slice);
        scanner.abandon();
        return false;
    }

    private void read(EventWindowScanner scanner, Slice slice) {
        if (!request(scanner, slice)) {
            unread.add(() -> {});
            return;
        }
        var ids = ids(EventArea.range(slice).orElseThrow());
        var narrower = scanner.onFirstPage(slice, page(ids, 0, PAGE));
        if (narrower.isPresent()) {
            read(scanner, narrower.get());
            return;
        }
        unread.add(() -> readRest(scanner, slice, ids));
    }

    private void readRest(EventWindowScanner scanner, Slice slice, int[] ids) {
        receive(ids, 0, PAGE);
        var last = depth.first();
        for (var next = depth.next(last); next.isPresent() && last.until() < ids.length; next = depth.next(last)) {
            if (!request(scanner, slice)) {
                return;
            }
            last = next.get();
            scanner.onPage(slice, page(ids, last.from(), last.size()));
            receive(ids, last.from(), last.size());
        }
        if (ids.length > depth.maxResults()) {
            tooDeep++;
        }
        scanner.read(reader.open(slice));
    }

    /** The events in a window, sorted by ID. */
    private int[] ids(TimeRange range) {
        var first = lower(range.from());
        var last = lower(range.until());
        return IntStream.range(first, last)
                .mapToLong(event -> (long) byId[event] << Integer.SIZE | event)
                .sorted()
                .mapToInt(idAndEvent -> (int) idAndEvent)
                .toArray();
    }

    private void receive(int[] ids, int from, int size) {
        IntStream.range(from, Math.min(from + size, ids.length)).forEach(index -> received.set(ids[index]));
    }

    private int lower(long second) {
        var low = 0;
        var high = starts.length;
        while (low < high) {
            var middle = (low + high) / 2;
            if (starts[middle] < second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private PageResult page(int[] ids, int from, int size) {
        var entities = IntStream.range(from, Math.min(from + size, ids.length))
                .mapToObj(index -> new RawEntity(new byte[0], entity(starts[ids[index]])))
                .toList();
        return new PageResult(entities, 0, OptionalLong.of(ids.length), from + size < ids.length);
    }

    private JsonNode entity(long start) {
        return entities.computeIfAbsent(start, second -> {
            var node = JsonNodeFactory.instance.objectNode();
            node.putObject("dates")
                    .putObject("start")
                    .put("dateTime", Instant.ofEpochSecond(second).toString());
            return node;
        });
    }

    /** How many different events were received. */
    public int unique() {
        return received.cardinality();
    }

    public int requests() {
        return requests;
    }

    /** The number of requests, relative to the minimum. */
    public double ratio() {
        return requests / Math.ceil(starts.length / (double) PAGE);
    }

    /** How many windows had more events than can be read. */
    public int tooDeep() {
        return tooDeep;
    }
}
