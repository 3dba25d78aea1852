package io.tourbus.ticketmaster;

import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.source.page.PageParser;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures parsing and normalizing a page of 200 events; the result is the time per event. */
@State(Scope.Benchmark)
public class EventPageBenchmark {

    private static final int EVENTS = 200;

    private final PageParser pages = TicketmasterPager.parserFor(Entity.EVENTS);
    private final Slice slice = Slice.of(
            new Query("ticketmaster", Entity.EVENTS, "events US"),
            "ticketmaster-events",
            "events US",
            Map.of(),
            List.of());
    private final SliceReader reader = new SliceReader(
            new TicketmasterPager(new PageDepthLimit(EVENTS)),
            new EventNormalizer()::normalize,
            new RecordEncoder(),
            Clock.systemUTC());
    private byte[] body;

    @Setup
    public void ask() throws IOException {
        var catalogue = new Catalogue(new Catalogue.Size(1, 50, 50, 2_000, LocalDate.of(2026, 11, 25)));
        try (var api = new TicketmasterServer(catalogue, TicketmasterServer.Options.UNLIMITED, 0, Clock.systemUTC());
                var answer = URI.create(api.baseUrl()
                                + "/events?countryCode=US&size=200&sort=id,asc&locale=*&apikey="
                                + TicketmasterServer.Options.UNLIMITED.apiKey())
                        .toURL()
                        .openStream()) {
            body = answer.readAllBytes();
        }
        if (pages.read(body).entities().size() != EVENTS) {
            throw new IllegalStateException("The sandbox has no full page.");
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public PageResult read() {
        return pages.read(body);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public SliceReading normalize() {
        var reading = reader.open(slice);
        reader.read(pages.read(body), reading, "20261125T020000Z-daily-1f0c");
        return reading;
    }
}
