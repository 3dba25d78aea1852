package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.RecordContext;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda handler that sends each record of a Kinesis batch to the route {@code take-record}. It stops at the first record that
 * fails and returns its sequence number. Lambda retries from this record, so the order is kept and earlier records are not repeated.
 */
public final class RecordsHandler implements RequestStreamHandler, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(RecordsHandler.class);

    private static final String SUPPORTED_VERSION = majorVersion(RecordEncoder.SCHEMA_VERSION);

    private record Failure(@JsonProperty("itemIdentifier") String sequenceNumber) {}

    private record Failures(
            @JsonProperty("batchItemFailures") List<Failure> failures) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private RecordContext routes;

    /** Starts the routes, so that they are running when the first event arrives. */
    public RecordsHandler() {
        FunctionInstance.useTaskRoot(System.getenv());
        Core.getGlobalContext().register(this);
        start();
    }

    private void start() {
        routes = new RecordContext(SettingsOverrides.of(Map.of())).start();
    }

    @Override
    public void handleRequest(InputStream event, OutputStream output, Context context) throws IOException {
        var records = mapper.readTree(event).path("Records");
        var processed = 0;
        Optional<Failure> failure = Optional.empty();
        for (var record : records) {
            failure = process(record.path("kinesis"));
            if (failure.isPresent()) {
                break;
            }
            processed++;
        }
        LOG.info("batch records={} processed={}", records.size(), processed);
        mapper.writeValue(output, new Failures(failure.stream().toList()));
    }

    private Optional<Failure> process(JsonNode kinesis) {
        try {
            take(kinesis);
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

    /** Checks a record of Tourbus, and sends it to the route with the headers that Camel's Kinesis consumer sets. */
    private void take(JsonNode kinesis) {
        byte[] data;
        JsonNode record;
        try {
            data = kinesis.path("data").binaryValue();
            record = mapper.readTree(data);
        } catch (IOException e) {
            throw new IllegalArgumentException("The record is not valid JSON.");
        }
        var dataType = record.path("data_type").asText();
        if (Arrays.stream(Entity.values()).noneMatch(entity -> entity.label().equals(dataType))) {
            throw new IllegalArgumentException("Unknown data_type: '%s'.".formatted(dataType));
        }
        var version = record.path("schema_version").asText();
        if (!majorVersion(version).equals(SUPPORTED_VERSION)) {
            throw new IllegalArgumentException("Unsupported schema_version: '%s'. The major version must be %s."
                    .formatted(version, SUPPORTED_VERSION));
        }
        Map<String, Object> headers = Map.of(
                "data_type", dataType,
                "CamelAwsKinesisPartitionKey", kinesis.path("partitionKey").asText(),
                "CamelAwsKinesisSequenceNumber", kinesis.path("sequenceNumber").asText());
        routes.take(new String(data, StandardCharsets.UTF_8), headers);
    }

    private static String majorVersion(String version) {
        return version.split("\\.", 2)[0];
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshots) {
        routes.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> snapshots) {
        start();
    }
}
