package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.Answer;
import io.tourbus.source.Redaction;
import io.tourbus.source.SliceReader;
import io.tourbus.source.SourceKit;
import io.tourbus.source.Spacing;
import java.util.List;
import java.util.Optional;
import org.apache.camel.spi.Registry;

/** Makes the beans that {@code routes/ticketmaster.camel.yaml} names. */
public final class TicketmasterBeans {

    private final TicketmasterSettings settings;
    private final SourceKit kit;
    private final Reach reach;
    private final boolean matchPerformers;

    /** @param matchPerformers whether performers may be joined to artists by their name */
    public TicketmasterBeans(TicketmasterSettings settings, boolean matchPerformers, SourceKit kit) {
        this.settings = settings;
        this.matchPerformers = matchPerformers;
        this.kit = kit;
        this.reach = new Reach(settings.pageSize());
    }

    public void bind(Registry registry) {
        var clock = kit.clock();
        var answer = new Answer(new ObjectMapper(), new Redaction(List.of(settings.apiKey())));
        registry.bind("ticketmasterGate", kit.gate());
        registry.bind("ticketmasterQuota", kit.quota());
        registry.bind("ticketmasterClient", new TicketmasterClient(settings.apiKey(), new Spacing(kit.pace()::millis)));
        registry.bind(
                "ticketmasterAnswers",
                new TicketmasterAnswers(
                        kit.patience(), new TicketmasterAllowance(kit.quota(), clock), kit.pace(), reach, answer));

        var pager = new TicketmasterPager(reach);
        var encoder = new RecordEncoder();
        registry.bind("ticketmasterVenues", new SliceReader(pager, new VenueNormalizer()::normalize, encoder, clock));
        var matches = Optional.of(kit.state().matches()).filter(some -> matchPerformers);
        registry.bind(
                "ticketmasterEvents",
                new SliceReader(pager, new ConcertPages(kit.encounters(), matches), encoder, clock));
    }

    public TicketmasterPlan plan() {
        return new TicketmasterPlan(settings, reach, kit.state().densities());
    }
}
