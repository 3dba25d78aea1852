package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.bench.StubServer.Reply;
import io.tourbus.sandbox.catalogue.Catalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The process with the servers of the benchmark: a stub API, and a stub lake and stream that count what they receive. */
public final class BenchServers implements AutoCloseable {

    /** The addresses of the servers. {@code control} returns the counts and resets them; see {@link ControlClient}. */
    record Addresses(String api, String lake, String stream, String control) {}

    /**
     * What the servers have received since the last reset.
     *
     * @param cpuSeconds CPU time of the servers' process
     */
    record Counts(
            Traffic.Sum apiTraffic,
            Traffic.Sum lakeTraffic,
            Traffic.Sum streamTraffic,
            LakeStub.Sum lake,
            StreamStub.Sum stream,
            double cpuSeconds) {

        long refused() {
            return apiTraffic.refused() + lakeTraffic.refused() + streamTraffic.refused();
        }
    }

    private static final int MAX_EVENTS_PER_WINDOW = 1_000;
    private static final int ARTISTS = 5_000;
    private static final int VENUES = 400;
    /** One additional event is generated for this number of events, because some events without a date are left out. */
    private static final int SPARE = 50;

    private final ObjectMapper mapper = new ObjectMapper();
    private final EventIndex all;
    private final ApiStub api;
    private final LakeStub lake;
    private final StreamStub stream;
    private final StubServer control;
    private volatile EventIndex shown;
    private volatile double cpuAtReset;

    BenchServers(EventIndex index) throws IOException {
        this.all = index;
        this.shown = index;
        this.api = new ApiStub(index);
        this.lake = new LakeStub();
        this.stream = new StreamStub();
        this.control = new Control();
    }

    /** Generates events within a year from the day after tomorrow, so that they are in the future during all runs. */
    static BenchServers of(int events, long seed) throws IOException {
        var from = LocalDate.now(ZoneOffset.UTC).plusDays(2);
        var size = new Catalogue.Size(seed, ARTISTS, VENUES, events + events / SPARE, from);
        return new BenchServers(EventIndex.of(new Catalogue(size), events));
    }

    /**
     * Starts the servers, prints their addresses, and runs until standard input ends.
     *
     * @param arguments the number of events, the seed, and the minimum response times of API, lake and stream in milliseconds
     */
    public static void main(String[] arguments) throws IOException {
        try (var servers = of(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]))) {
            servers.api.latency(Long.parseLong(arguments[2]));
            servers.lake.latency(Long.parseLong(arguments[3]));
            servers.stream.latency(Long.parseLong(arguments[4]));
            System.gc();
            System.out.println(servers.mapper.writeValueAsString(servers.addresses()));
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    Addresses addresses() {
        return new Addresses(
                api.baseUrl(),
                lake.address().toString(),
                stream.address().toString(),
                control.address().toString());
    }

    Counts counts() {
        return new Counts(
                api.traffic().sum(),
                lake.traffic().sum(),
                stream.traffic().sum(),
                lake.sum(),
                stream.sum(),
                cpuSeconds() - cpuAtReset);
    }

    private void show(int events) {
        if (events != shown.events()) {
            shown = all.thinned(events);
            api.show(shown);
        }
        api.traffic().reset();
        lake.traffic().reset();
        stream.traffic().reset();
        lake.reset();
        stream.reset();
        cpuAtReset = cpuSeconds();
    }

    /** The server that returns the counts, and resets them. */
    private final class Control extends StubServer {

        Control() throws IOException {
            super("control");
            start();
        }

        @Override
        Reply handle(HttpExchange exchange, byte[] body) throws IOException {
            var uri = exchange.getRequestURI();
            return switch (uri.getPath()) {
                case "/counts" -> Reply.json(200, mapper.writeValueAsString(counts()));
                case "/windows" -> Reply.json(200, mapper.writeValueAsString(shown.windows(MAX_EVENTS_PER_WINDOW)));
                case "/show" -> {
                    show(Integer.parseInt(uri.getQuery()));
                    yield Reply.json(200, "{}");
                }
                default -> Reply.json(404, "{}");
            };
        }
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    @Override
    public void close() {
        control.close();
        api.close();
        lake.close();
        stream.close();
    }
}
