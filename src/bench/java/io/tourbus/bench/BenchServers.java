package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.app.NativeCrypto;
import io.tourbus.bench.StubServer.Reply;
import io.tourbus.sandbox.catalogue.Catalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The process with the servers of the benchmark: a stub API, and a stub lake and stream that count what they receive. */
public final class BenchServers implements AutoCloseable {

    /**
     * What the servers offer.
     *
     * @param entities the number of events, or of artists
     * @param artists whether the API has only artists, of Spotify, instead of events and venues of Ticketmaster
     * @param latencies minimum response times of API, lake and stream in milliseconds
     * @param tls the folder of the {@link ServerCertificate}; {@code null} for plain HTTP without compression
     */
    record Offer(int entities, boolean artists, long seed, List<Long> latencies, String tls) {

        static Offer plain(int events, long seed) {
            return new Offer(events, false, seed, List.of(0L, 0L, 0L), null);
        }

        Optional<ServerCertificate> certificate() {
            return Optional.ofNullable(tls).map(folder -> new ServerCertificate(Path.of(folder)));
        }
    }

    /**
     * The addresses of the servers.
     *
     * @param control returns the counts and resets them; see {@link ControlClient}
     * @param terms the search terms that find all artists; empty if the API has events and venues
     * @param tls see {@link Offer}
     */
    record Addresses(String api, String lake, String stream, String control, List<String> terms, String tls) {

        boolean onlyArtists() {
            return !terms.isEmpty();
        }

        String discoveryUrl() {
            return api + "/discovery/v2";
        }

        Optional<ServerCertificate> certificate() {
            return Optional.ofNullable(tls).map(folder -> new ServerCertificate(Path.of(folder)));
        }
    }

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
    private final Offer offer;
    private final EventIndex allEvents;
    private final ArtistIndex allArtists;
    private final ApiStub api;
    private final LakeStub lake;
    private final StreamStub stream;
    private final StubServer control;
    private volatile EventIndex events;
    private volatile ArtistIndex artists;
    private volatile double cpuAtReset;

    private BenchServers(Offer offer, Catalogue catalogue) throws IOException {
        this.offer = offer;
        this.allEvents = EventIndex.of(catalogue, offer.artists() ? 0 : offer.entities());
        this.allArtists = offer.artists() ? ArtistIndex.of(catalogue) : new ArtistIndex(List.of());
        this.events = allEvents;
        this.artists = allArtists;
        this.api = new ApiStub(events, artists, offer.certificate());
        this.lake = new LakeStub(offer.certificate());
        this.stream = new StreamStub(offer.certificate());
        this.control = new Control();
        api.latency(offer.latencies().get(0));
        lake.latency(offer.latencies().get(1));
        stream.latency(offer.latencies().get(2));
    }

    /** Generates events within a year from the day after tomorrow, so that they are in the future during all runs. */
    static BenchServers of(Offer offer) throws IOException {
        var from = LocalDate.now(ZoneOffset.UTC).plusDays(2);
        var count = offer.entities();
        var size = offer.artists()
                ? new Catalogue.Size(offer.seed(), count, VENUES, 0, from)
                : new Catalogue.Size(offer.seed(), ARTISTS, VENUES, count + count / SPARE, from);
        return new BenchServers(offer, new Catalogue(size));
    }

    /**
     * Starts the servers, prints their addresses, and runs until standard input ends. After a failure, the threads of servers that
     * have started would keep the process alive.
     *
     * @param arguments an {@link Offer} as JSON
     */
    public static void main(String[] arguments) {
        NativeCrypto.install();
        try (var servers = of(new ObjectMapper().readValue(arguments[0], Offer.class))) {
            System.gc();
            System.out.println(servers.mapper.writeValueAsString(servers.addresses()));
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException | RuntimeException | Error e) {
            System.err.println("The servers of the benchmark failed: " + e);
            System.exit(1);
        }
    }

    Addresses addresses() {
        return new Addresses(
                api.address().toString(),
                lake.address().toString(),
                stream.address().toString(),
                control.address().toString(),
                allArtists.terms(),
                offer.tls());
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

    private void show(int entities) {
        if (offer.artists()) {
            artists = allArtists.limited(entities);
        } else if (entities != events.events()) {
            events = allEvents.thinned(entities);
        }
        api.show(events, artists);
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
            super("control", Optional.empty());
            start();
        }

        @Override
        Reply handle(HttpExchange exchange, byte[] body) throws IOException {
            var uri = exchange.getRequestURI();
            return switch (uri.getPath()) {
                case "/counts" -> Reply.json(200, mapper.writeValueAsString(counts()));
                case "/windows" -> Reply.json(200, mapper.writeValueAsString(events.windows(MAX_EVENTS_PER_WINDOW)));
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
