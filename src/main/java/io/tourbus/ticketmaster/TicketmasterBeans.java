package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.Answer;
import io.tourbus.source.Gate;
import io.tourbus.source.Patience;
import io.tourbus.source.Redaction;
import io.tourbus.source.RetryAfter;
import io.tourbus.source.SliceReader;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.spi.Registry;

/** Makes the beans that {@code routes/ticketmaster.camel.yaml} names. */
public final class TicketmasterBeans {

    private final TicketmasterSettings settings;
    private final Duration longestWait;
    private final Clock clock;

    public TicketmasterBeans(TicketmasterSettings settings, Duration longestWait, Clock clock) {
        this.settings = settings;
        this.longestWait = longestWait;
        this.clock = clock;
    }

    public void bind(Registry registry) {
        var gate = new Gate(clock);
        var patience = new Patience(gate, new RetryAfter(clock), longestWait);
        var redaction = new Redaction(List.of(settings.apiKey()));
        registry.bind("ticketmasterGate", gate);
        registry.bind("ticketmasterKey", new TicketmasterKey(settings.apiKey()));
        registry.bind(
                "ticketmasterAnswers", new TicketmasterAnswers(patience, new Answer(new ObjectMapper()), redaction));

        var pager = new TicketmasterPager(settings.pageSize());
        var encoder = new RecordEncoder();
        registry.bind("ticketmasterVenues", new SliceReader(pager, new VenueNormalizer()::normalize, encoder, clock));
        registry.bind("ticketmasterEvents", new SliceReader(pager, new EventNormalizer()::normalize, encoder, clock));
    }
}
