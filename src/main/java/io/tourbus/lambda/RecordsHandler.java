package io.tourbus.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.RecordContext;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private record Failure(@JsonProperty("itemIdentifier") String sequenceNumber) {}

    private record Failures(
            @JsonProperty("batchItemFailures") List<Failure> failures) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private RecordContext routes;

    /** Starts the routes, so that they are running when the first event arrives. */
    public RecordsHandler() {
        TaskRoot.use(System.getenv());
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
            var record = StreamedRecord.of(kinesis);
            routes.take(record.json(), record.headers());
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

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> snapshots) {
        routes.close();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> snapshots) {
        start();
    }
}
