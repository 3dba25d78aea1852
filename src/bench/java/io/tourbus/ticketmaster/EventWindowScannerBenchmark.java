package io.tourbus.ticketmaster;

import io.tourbus.ticketmaster.api.PageDepthLimit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures planning the windows of a crawl with an in-memory API. The result is the time per request, of which there is about one
 * per 200 events.
 */
@State(Scope.Benchmark)
public class EventWindowScannerBenchmark {

    private static final long FROM = 1_795_573_025L;
    private static final int EVENTS = 100_000;

    @Param({"false", "true"})
    public boolean remembered;

    private final GeneratedEvents catalogue = new GeneratedEvents(EVENTS, 365, 3, 3, 0.03, 0, 1);
    private final long[] starts = catalogue.starts();
    private SortedMap<Long, Integer> memory = new TreeMap<>();

    @Setup
    public void crawlOnce() {
        if (remembered) {
            memory = crawl();
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS / 200)
    public SortedMap<Long, Integer> crawl() {
        return new CountedApi(starts, false, new PageDepthLimit(200)).read(FROM, catalogue.until(), memory);
    }
}
