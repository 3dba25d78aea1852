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
import io.tourbus.ticketmaster.window.EventWindowScanner;
import io.tourbus.ticketmaster.window.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** An in-memory Discovery API for crawls without a network, which counts requests, events and windows. */
public final class CountedApi {

    private static final int PAGE = 200;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T02:00:00Z"), ZoneOffset.UTC);

    private final long[] starts;
    private final int[] byId;
    private final PageDepthLimit reach;
    private final SliceReader reader;
    private final Set<Integer> came = new HashSet<>();
    private final Map<Long, JsonNode> entities = new HashMap<>();
    private final Deque<Runnable> unread = new ArrayDeque<>();
    private int allowed = Integer.MAX_VALUE;
    private int requests;
    private int tooDeep;

    /** @param idsFollowDates whether IDs increase with the start of events; otherwise they are random */
    public CountedApi(long[] starts, boolean idsFollowDates, PageDepthLimit reach) {
        this.starts = starts.clone();
        Arrays.sort(this.starts);
        this.reach = reach;
        this.reader = new SliceReader(
                new TicketmasterPager(reach), new EventNormalizer()::normalize, new RecordEncoder(), CLOCK);
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
    public CountedApi allow(int most) {
        allowed = most;
        return this;
    }

    /**
     * Crawls all events, up to the limit of requests.
     *
     * @return the number of events by start, as stored for the next crawl
     */
    public SortedMap<Long, Integer> read(long from, long until, SortedMap<Long, Integer> remembered) {
        SortedMap<Long, Integer> memory = new TreeMap<>();
        var area = new EventArea("events US", Map.of("countryCode", "US"));
        var sweep =
                new EventWindowScanner(area, List.of(new TimeRange(from, until)), reach, remembered, memory::putAll);
        while (!sweep.done()) {
            sweep.next().ifPresent(slice -> read(sweep, slice));
            if (unread.size() > 2 || sweep.done()) {
                unread.pop().run();
            }
        }
        while (!unread.isEmpty()) {
            unread.pop().run();
        }
        return memory;
    }

    /** Returns whether a request is allowed. The first refused request ends the crawl. */
    private boolean answered(EventWindowScanner sweep, Slice slice) {
        if (requests < allowed) {
            requests++;
            return true;
        }
        sweep.failed(slice);
        sweep.abandon();
        return false;
    }

    private void read(EventWindowScanner sweep, Slice slice) {
        if (!answered(sweep, slice)) {
            unread.add(() -> {});
            return;
        }
        var found = ids(EventArea.range(slice).orElseThrow());
        var narrower = sweep.onFirstPage(slice, page(found, 0, PAGE));
        if (narrower.isPresent()) {
            read(sweep, narrower.get());
            return;
        }
        unread.add(() -> readRest(sweep, slice, found));
    }

    private void readRest(EventWindowScanner sweep, Slice slice, int[] found) {
        var size = reach.pageSize(found.length);
        came.addAll(Arrays.stream(found).limit(PAGE).boxed().toList());
        for (int at = size; at < found.length && reach.serves(at); at += size) {
            if (!answered(sweep, slice)) {
                return;
            }
            sweep.onPage(slice, page(found, at, size));
            came.addAll(Arrays.stream(found).skip(at).limit(size).boxed().toList());
        }
        if (found.length > reach.maxResults()) {
            tooDeep++;
        }
        sweep.read(reader.open(slice));
    }

    /** Returns the IDs of the events in a window in ascending order. */
    private int[] ids(TimeRange range) {
        var first = lower(range.from());
        var last = lower(range.until());
        return IntStream.range(first, last)
                .boxed()
                .sorted(Comparator.comparing(event -> byId[event]))
                .mapToInt(Integer::intValue)
                .toArray();
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

    private PageResult page(int[] found, int from, int size) {
        var entities = Arrays.stream(found)
                .skip(from)
                .limit(size)
                .mapToObj(event -> new RawEntity(new byte[0], entity(starts[event])))
                .toList();
        return new PageResult(entities, 0, OptionalLong.of(found.length), from + size < found.length);
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

    /** Returns the number of distinct events received. */
    public int unique() {
        return came.size();
    }

    public int requests() {
        return requests;
    }

    /** Returns the ratio of requests to the minimum number of requests. */
    public double ratio() {
        return requests / Math.ceil(starts.length / (double) PAGE);
    }

    /** Returns the number of windows with more events than can be read. */
    public int tooDeep() {
        return tooDeep;
    }
}
