package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.SourceKit;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.limit.WireRateLimiter;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.RateLimitHeaders;
import io.tourbus.ticketmaster.api.TicketmasterClient;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import io.tourbus.ticketmaster.api.TicketmasterResponseReader;
import io.tourbus.ticketmaster.window.EventArea;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.Registry;

/** Makes the beans that {@code routes/ticketmaster.camel.yaml} names. */
public final class TicketmasterModule {

    private final TicketmasterSettings settings;
    private final SourceKit kit;
    private final PageDepthLimit reach;
    private final Map<Entity, SliceReader> readers;

    /** @param matchPerformers whether performers may be joined to artists by their name */
    public TicketmasterModule(TicketmasterSettings settings, boolean matchPerformers, SourceKit kit) {
        this.settings = settings;
        this.kit = kit;
        this.reach = new PageDepthLimit(settings.pageSize());
        this.readers = readers(matchPerformers);
    }

    public void bind(Registry registry) {
        var clock = kit.clock();
        var answer = new ResponseReader(new ObjectMapper(), new Redaction(List.of(settings.apiKey())));
        registry.bind("ticketmasterPauseGate", kit.gate());
        registry.bind("ticketmasterQuota", kit.quota());
        registry.bind(
                "ticketmasterClient",
                new TicketmasterClient(settings.apiKey(), new WireRateLimiter(kit.pace()::millis)));
        registry.bind(
                "ticketmasterResponseReader",
                new TicketmasterResponseReader(
                        kit.patience(), new RateLimitHeaders(kit.quota(), clock), kit.pace(), reach, answer));
    }

    /** The readers of this source's slices, by {@code via}. */
    public Map<String, SliceReader> sliceReaders() {
        return Map.of(
                TicketmasterPlan.VENUES, readers.get(Entity.VENUES), EventArea.EVENTS, readers.get(Entity.EVENTS));
    }

    /** Who makes records of the entities of this source. */
    public Map<Entity, SliceReader> readers() {
        return readers;
    }

    private Map<Entity, SliceReader> readers(boolean matchPerformers) {
        var pager = new TicketmasterPager(reach);
        var encoder = new RecordEncoder();
        var matches = Optional.of(kit.state().matches()).filter(some -> matchPerformers);
        return Map.of(
                Entity.VENUES, new SliceReader(pager, new VenueNormalizer()::normalize, encoder, kit.clock()),
                Entity.EVENTS,
                        new SliceReader(pager, new ConcertPages(kit.encounters(), matches), encoder, kit.clock()));
    }

    /** @param wanted may be others than those that the rest was made with, as far as what to ask for goes */
    public TicketmasterPlan plan(TicketmasterSettings wanted) {
        return new TicketmasterPlan(wanted, reach, kit.state().densities());
    }
}
