package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HexFormat;

/**
 * Encodes records as JSON lines: the fields of the record, then its {@link Origin}. {@code record_hash} is the SHA-256 of the
 * record's fields without the origin, so equal content has the same hash in every run. Thread-safe.
 */
public final class RecordEncoder {

    /**
     * The version of the record format. A new field increments the minor version. A change of a field's name, type or meaning
     * increments the major version, and breaks consumers.
     */
    public static final String SCHEMA_VERSION = "1.2";

    private record Metadata(
            @JsonProperty("data_type") String dataType,
            @JsonProperty("source") String source,
            @JsonProperty("ingestion_timestamp") String ingestionTimestamp,
            @JsonProperty("run_id") String runId,
            @JsonProperty("slice") String slice,
            @JsonProperty("schema_version") String schemaVersion,
            @JsonProperty("record_hash") String recordHash) {}

    private final ObjectWriter writer = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer();

    public RecordLine encode(Record record, Origin origin) {
        try {
            var content = writer.writeValueAsBytes(record);
            var hash = HexFormat.of().formatHex(Sha256.hash(content));
            return new RecordLine(
                    record.id(),
                    record.identity(),
                    hash,
                    join(content, writer.writeValueAsBytes(metadata(record, origin, hash))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot encode the record " + record.id(), e);
        }
    }

    private static Metadata metadata(Record record, Origin origin, String hash) {
        return new Metadata(
                record.entity().label(),
                origin.source(),
                origin.ingestedAt().toString(),
                origin.runId(),
                origin.slice(),
                SCHEMA_VERSION,
                hash);
    }

    /** Merges two JSON objects. */
    private static byte[] join(byte[] content, byte[] metadata) {
        var line = new byte[content.length + metadata.length - 1];
        System.arraycopy(content, 0, line, 0, content.length - 1);
        line[content.length - 1] = ',';
        System.arraycopy(metadata, 1, line, content.length, metadata.length - 1);
        return line;
    }
}
