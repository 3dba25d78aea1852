package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.bench.StubServer.Reply;
import io.tourbus.sandbox.Catalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The servers of the benchmark, in a process of their own: an API over rendered pages, a lake and a stream that count. */
public final class Stage implements AutoCloseable {

    /** Where the servers are; {@code control} answers with counts, and begins anew. */
    record Addresses(String api, String lake, String stream, String control) {}

    /**
     * What came since the stage began to show what it shows.
     *
     * @param cpuSeconds of the process of the servers
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

    private static final int MOST_IN_A_WINDOW = 1_000;
    private static final int ARTISTS = 5_000;
    private static final int VENUES = 400;
    /** One more event in so many, for those without a date that are left out. */
    private static final int SPARE = 50;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Programme whole;
    private final ApiStub api;
    private final LakeStub lake;
    private final StreamStub stream;
    private final StubServer control;
    private volatile Programme shown;
    private volatile double cpuAtReset;

    Stage(Programme programme) throws IOException {
        this.whole = programme;
        this.shown = programme;
        this.api = new ApiStub(programme);
        this.lake = new LakeStub();
        this.stream = new StreamStub();
        this.control = new StubServer("control", this::handle);
    }

    /** The events begin the day after tomorrow, so that all are ahead of every run, and last for a year. */
    static Stage of(int events, long seed) throws IOException {
        var from = LocalDate.now(ZoneOffset.UTC).plusDays(2);
        var size = new Catalogue.Size(seed, ARTISTS, VENUES, events + events / SPARE, from);
        return new Stage(Programme.of(new Catalogue(size), events));
    }

    /**
     * Opens a stage of so many events from a seed, says where, and stays until standard input ends. The others are the
     * milliseconds that answers of the API, the lake and the stream take at least.
     */
    public static void main(String[] arguments) throws IOException {
        try (var stage = of(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]))) {
            stage.api.latency(Long.parseLong(arguments[2]));
            stage.lake.latency(Long.parseLong(arguments[3]));
            stage.stream.latency(Long.parseLong(arguments[4]));
            System.gc();
            System.out.println(stage.mapper.writeValueAsString(stage.addresses()));
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    Addresses addresses() {
        return new Addresses(api.address(), lake.address(), stream.address(), control.address());
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
            shown = whole.thinned(events);
            api.show(shown);
        }
        api.traffic().reset();
        lake.traffic().reset();
        stream.traffic().reset();
        lake.reset();
        stream.reset();
        cpuAtReset = cpuSeconds();
    }

    private Reply handle(HttpExchange exchange, byte[] body) throws IOException {
        var uri = exchange.getRequestURI();
        return switch (uri.getPath()) {
            case "/counts" -> Reply.json(200, mapper.writeValueAsString(counts()));
            case "/windows" -> Reply.json(200, mapper.writeValueAsString(shown.windows(MOST_IN_A_WINDOW)));
            case "/show" -> {
                show(Integer.parseInt(uri.getQuery()));
                yield Reply.json(200, "{}");
            }
            default -> Reply.json(404, "{}");
        };
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
