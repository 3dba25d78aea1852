package io.tourbus.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A record of Tourbus in a Kinesis event. */
record StreamedRecord(String sequenceNumber, String partitionKey, String dataType, String json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SUPPORTED_VERSION = major(RecordEncoder.SCHEMA_VERSION);

    /**
     * @param kinesis the field {@code kinesis} of an event record
     * @throws EventException if the data is not a record with a supported schema version
     */
    static StreamedRecord of(JsonNode kinesis) {
        try {
            var data = kinesis.path("data").binaryValue();
            var record = MAPPER.readTree(data);
            var dataType = record.path("data_type").asText();
            if (Arrays.stream(Entity.values())
                    .noneMatch(entity -> entity.label().equals(dataType))) {
                throw new EventException("Unknown data_type: '%s'.".formatted(dataType));
            }
            var version = record.path("schema_version").asText();
            if (!major(version).equals(SUPPORTED_VERSION)) {
                throw new EventException("Unsupported schema_version: '%s'. The major version must be %s."
                        .formatted(version, SUPPORTED_VERSION));
            }
            return new StreamedRecord(
                    kinesis.path("sequenceNumber").asText(),
                    kinesis.path("partitionKey").asText(),
                    dataType,
                    new String(data, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EventException("The record is not valid JSON.");
        }
    }

    private static String major(String version) {
        return version.split("\\.", 2)[0];
    }

    /** Message headers with the same names as in Camel's Kinesis consumer. */
    Map<String, Object> headers() {
        return Map.of(
                "data_type",
                dataType,
                "CamelAwsKinesisPartitionKey",
                partitionKey,
                "CamelAwsKinesisSequenceNumber",
                sequenceNumber);
    }
}
