package io.tourbus.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.aws.AwsClients;
import io.tourbus.model.Entity;
import io.tourbus.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * Publishes the changes of the concerts in a batch of stream records. The route adds records; {@link #publish} sends the events
 * of all of them.
 */
public final class ConcertEvents implements AutoCloseable {

    /** The header with the position of a record in the stream. */
    public static final String SEQUENCE_NUMBER = "CamelAwsKinesisSequenceNumber";

    private static final Logger LOG = LoggerFactory.getLogger(ConcertEvents.class);

    /**
     * @param published the number of accepted events
     * @param failed the sequence number of the first record whose event was not accepted
     */
    public record Result(int published, Optional<String> failed) {}

    private record Added(String sequenceNumber, ConcertState concert) {}

    /** @param record the position of the record in the batch */
    private record Event(int record, ConcertChange change) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final Optional<AwsClients> aws;
    private final Optional<EventBus> bus;
    private final LatestStates states;
    private final List<Added> batch = new ArrayList<>();

    ConcertEvents(Optional<EventBus> bus, LatestStates states, Optional<AwsClients> aws) {
        this.bus = bus;
        this.states = states;
        this.aws = aws;
    }

    /** @throws io.tourbus.settings.ConfigurationException if settings are not valid */
    public static ConcertEvents read(Settings settings) {
        settings.validate("tourbus.events.");
        var bus = settings.text("tourbus.events.bus");
        var table = settings.text("tourbus.events.table");
        if (bus.isEmpty() && table.isEmpty()) {
            settings.check();
            return new ConcertEvents(Optional.empty(), new LatestStates.OfThisProcess(), Optional.empty());
        }
        var aws = AwsClients.read(settings);
        settings.check();
        return new ConcertEvents(
                bus.map(name -> new EventBus(aws.client(EventBridgeClient.builder(), aws.timeouts()), name)),
                table.<LatestStates>map(
                                name -> new StateTable(aws.client(DynamoDbClient.builder(), aws.timeouts()), name))
                        .orElseGet(LatestStates.OfThisProcess::new),
                Optional.of(aws));
    }

    /** Adds a record to the batch, if it is a concert. */
    @Handler
    public void add(
            @Body String json, @Header("data_type") String dataType, @Header(SEQUENCE_NUMBER) String sequenceNumber) {
        if (Entity.EVENTS.label().equals(dataType)) {
            try {
                var concert = ConcertState.ofRecord(mapper.readTree(json));
                if (concert.id().isEmpty() || concert.hash().isEmpty()) {
                    throw new IllegalArgumentException("The record has no concert_id or no record_hash.");
                }
                concert.version();
                batch.add(new Added(sequenceNumber, concert));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("The record is not valid JSON.", e);
            }
        }
    }

    /** Publishes the events of the batch, stores the states of its concerts, and empties it. */
    public Result publish() {
        var added = List.copyOf(batch);
        batch.clear();
        if (added.isEmpty()) {
            return new Result(0, Optional.empty());
        }
        try {
            return publish(added);
        } catch (SdkException | IllegalStateException e) {
            LOG.error("table of concerts not available reason={}", e.getMessage());
            return new Result(0, Optional.of(added.get(0).sequenceNumber()));
        }
    }

    private Result publish(List<Added> added) {
        Map<String, ConcertState> known = new HashMap<>(
                states.find(added.stream().map(record -> record.concert().id()).collect(Collectors.toSet())));
        List<Event> events = new ArrayList<>();
        List<Integer> newer = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            var now = added.get(i).concert();
            var before = Optional.ofNullable(known.get(now.id()));
            if (before.filter(now::adds).isPresent() || before.isEmpty()) {
                if (before.filter(now::hasHashOf).isEmpty()) {
                    var record = i;
                    change(now, before).ifPresent(change -> events.add(new Event(record, change)));
                }
                newer.add(i);
                known.put(now.id(), now);
            }
        }
        var changes = events.stream().map(Event::change).toList();
        var refused = bus.map(target -> target.publish(changes)).orElse(OptionalInt.empty());
        var end = refused.isPresent() ? events.get(refused.getAsInt()).record() : added.size();
        Map<String, ConcertState> latest = new LinkedHashMap<>();
        newer.stream()
                .filter(i -> i < end)
                .map(i -> added.get(i).concert())
                .forEach(state -> latest.put(state.id(), state));
        states.store(latest.values());
        return new Result(
                bus.isPresent() ? refused.orElse(events.size()) : 0,
                refused.isPresent() ? Optional.of(added.get(end).sequenceNumber()) : Optional.empty());
    }

    private Optional<ConcertChange> change(ConcertState now, Optional<ConcertState> before) {
        if (states.complete()) {
            return before.map(state -> ConcertChange.between(state, now))
                    .orElseGet(() -> Optional.of(ConcertChange.ofNew(now)));
        }
        return Optional.of(ConcertChange.ofUnknown(now));
    }

    @Override
    public void close() {
        aws.ifPresent(AwsClients::close);
    }
}
