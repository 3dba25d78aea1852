package io.tourbus.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A record as it comes out of the stream. */
record StreamedRecord(String sequenceNumber, String partitionKey, String dataType, String json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String KNOWN = major(RecordEncoder.SCHEMA_VERSION);

    /**
     * @param kinesis the part of that name of an event of Kinesis
     * @throws EventException when the data is no record that this version knows
     */
    static StreamedRecord of(JsonNode kinesis) {
        try {
            var data = kinesis.path("data").binaryValue();
            var record = MAPPER.readTree(data);
            var dataType = record.path("data_type").asText();
            if (Arrays.stream(Entity.values())
                    .noneMatch(entity -> entity.label().equals(dataType))) {
                throw new EventException("its data_type is '%s'".formatted(dataType));
            }
            var version = record.path("schema_version").asText();
            if (!major(version).equals(KNOWN)) {
                throw new EventException("its schema_version is '%s', which is not %s".formatted(version, KNOWN));
            }
            return new StreamedRecord(
                    kinesis.path("sequenceNumber").asText(),
                    kinesis.path("partitionKey").asText(),
                    dataType,
                    new String(data, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EventException("it is no JSON");
        }
    }

    private static String major(String version) {
        return version.split("\\.", 2)[0];
    }

    /** What the route finds beside the line, under the names that Camel's consumer of Kinesis gives them. */
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
