package io.tourbus.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * An event bus of Amazon EventBridge. It uses the client of the SDK, because Camel's component sends one event per call and
 * does not look at the entries that EventBridge refuses.
 */
final class EventBus {

    static final String SOURCE = "tourbus";

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    /** The maxima of PutEvents. */
    private static final int ENTRIES_PER_CALL = 10;

    private static final int BYTES_PER_CALL = 256 * 1024;

    private final EventBridgeClient client;
    private final String bus;

    EventBus(EventBridgeClient client, String bus) {
        this.client = client;
        this.bus = bus;
    }

    /**
     * Publishes events in order, until a call has events that are not accepted.
     *
     * @return the position of the first event that was not accepted; empty if all were
     */
    OptionalInt publish(List<ConcertChange> changes) {
        var from = 0;
        while (from < changes.size()) {
            List<PutEventsRequestEntry> entries = new ArrayList<>();
            var bytes = 0;
            for (var change : changes.subList(from, Math.min(changes.size(), from + ENTRIES_PER_CALL))) {
                var entry = entry(change);
                bytes += size(entry);
                if (bytes > BYTES_PER_CALL && !entries.isEmpty()) {
                    break;
                }
                entries.add(entry);
            }
            var refused = put(entries);
            if (refused.isPresent()) {
                return OptionalInt.of(from + refused.getAsInt());
            }
            from += entries.size();
        }
        return OptionalInt.empty();
    }

    private PutEventsRequestEntry entry(ConcertChange change) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(change.type().detailType)
                .detail(change.detail().toString())
                .build();
    }

    /** Counts bytes as EventBridge does. */
    private static int size(PutEventsRequestEntry entry) {
        return entry.source().length()
                + entry.detailType().length()
                + entry.detail().getBytes(UTF_8).length;
    }

    private OptionalInt put(List<PutEventsRequestEntry> entries) {
        try {
            var results = client.putEvents(request -> request.entries(entries)).entries();
            var refused = IntStream.range(0, results.size())
                    .filter(i -> results.get(i).errorCode() != null)
                    .findFirst();
            refused.ifPresent(i -> LOG.error(
                    "event refused bus={} error={} message={}",
                    bus,
                    results.get(i).errorCode(),
                    results.get(i).errorMessage()));
            return refused;
        } catch (SdkException e) {
            LOG.error("events not published bus={} reason={}", bus, e.getMessage());
            return OptionalInt.of(0);
        }
    }
}
