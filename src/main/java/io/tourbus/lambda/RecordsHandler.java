package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.RecordContext;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.realtime.ConcertEvents;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda handler that sends each record of a Kinesis batch to the route {@code take-record}, and then publishes the events that the
 * route has added. It stops at the first record that fails and returns its sequence number. Lambda retries from this record, so
 * the order is kept and earlier records are not repeated.
 */
public final class RecordsHandler implements RequestStreamHandler, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(RecordsHandler.class);

    /** A logger for lines of CloudWatch's Embedded Metric Format. */
    private static final Logger EMF = LoggerFactory.getLogger("io.tourbus.emf");

    private static final String SUPPORTED_VERSION = majorVersion(RecordEncoder.SCHEMA_VERSION);

    private record Failure(@JsonProperty("itemIdentifier") String sequenceNumber) {}

    private record Failures(
            @JsonProperty("batchItemFailures") List<Failure> failures) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private ConcertEvents events;
    private EmbeddedMetrics metrics;
    private RecordContext routes;

    /** Starts the routes, so that they are running when the first event arrives. */
    public RecordsHandler() {
        FunctionInstance.useTaskRoot(System.getenv());
        Core.getGlobalContext().register(this);
        start();
    }

    private void start() {
        var overrides = SettingsOverrides.of(Map.of());
        SettingsFile.read(overrides, settings -> {
            metrics = EmbeddedMetrics.read(settings, System.getenv().keySet());
            events = ConcertEvents.read(settings);
            return events;
        });
        routes = new RecordContext(overrides, Map.of("concertEvents", events)).start();
    }

    @Override
    public void handleRequest(InputStream event, OutputStream output, Context context) throws IOException {
        var records = mapper.readTree(event).path("Records");
        Map<String, Integer> processed = new TreeMap<>();
        Optional<Failure> failure = Optional.empty();
        for (var record : records) {
            failure = process(record.path("kinesis"), processed);
            if (failure.isPresent()) {
                break;
            }
        }
        var published = events.publish();
        logBatch(records, processed, published.published());
        // An event is of a record before the one that failed in the route.
        mapper.writeValue(
                output,
                new Failures(Stream.concat(published.failed().map(Failure::new).stream(), failure.stream())
                        .limit(1)
                        .toList()));
    }

    private void logBatch(JsonNode records, Map<String, Integer> processed, int published) {
        var now = System.currentTimeMillis();
        var lag = StreamSupport.stream(records.spliterator(), false)
                .map(record -> record.path("kinesis").path("approximateArrivalTimestamp"))
                .filter(JsonNode::isNumber)
                .mapToLong(arrival -> now - (long) (arrival.asDouble() * 1000))
                .max();
        LOG.info(
                "batch records={} processed={} events={} lag_ms={}",
                records.size(),
                processed.values().stream().mapToInt(Integer::intValue).sum(),
                published,
                lag.isPresent() ? lag.getAsLong() : "unknown");
        if (metrics.wanted()) {
            new StreamMetrics(processed, published, lag)
                    .lines(Instant.ofEpochMilli(now))
                    .forEach(EMF::info);
        }
    }

    private Optional<Failure> process(JsonNode kinesis, Map<String, Integer> processed) {
        try {
            processed.merge(take(kinesis), 1, Integer::sum);
            return Optional.empty();
        } catch (RuntimeException e) {
            var number = kinesis.path("sequenceNumber").asText();
            LOG.error(
                    "record failed sequence_number={} partition_key={} reason={}",
                    number,
                    kinesis.path("partitionKey").asText(),
                    e.getMessage());
            return Optional.of(new Failure(number));
        }
    }

    /**
     * Checks a record of Tourbus, and sends it to the route with the headers that Camel's Kinesis consumer sets.
     *
     * @return its {@code data_type}
     */
    private String take(JsonNode kinesis) {
        byte[] data;
        JsonNode record;
        try {
            data = kinesis.path("data").binaryValue();
            record = mapper.readTree(data);
        } catch (IOException e) {
            throw new IllegalArgumentException("The record is not valid JSON.");
        }
        var dataType = record.path("data_type").asText();
        if (!dataType.matches(Entity.LABEL)) {
            throw new IllegalArgumentException("Unknown data_type: '%s'.".formatted(dataType));
        }
        var version = record.path("schema_version").asText();
        if (!majorVersion(version).equals(SUPPORTED_VERSION)) {
            throw new IllegalArgumentException("Unsupported schema_version: '%s'. The major version must be %s."
                    .formatted(version, SUPPORTED_VERSION));
        }
        Map<String, Object> headers = Map.of(
                "data_type",
                dataType,
                "CamelAwsKinesisPartitionKey",
                kinesis.path("partitionKey").asText(),
                ConcertEvents.SEQUENCE_NUMBER,
                kinesis.path("sequenceNumber").asText());
        routes.take(new String(data, StandardCharsets.UTF_8), headers);
        return dataType;
    }

    private static String majorVersion(String version) {
        return version.split("\\.", 2)[0];
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshots) {
        routes.close();
        events.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> snapshots) {
        start();
    }
}
