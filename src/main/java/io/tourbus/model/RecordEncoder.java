package io.tourbus.model;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Encodes records as JSON lines: the fields of the record, then its {@link Origin}. {@code record_hash} is the SHA-256 of the
 * record's fields without the origin, so equal content has the same hash in every run. Thread-safe.
 */
public final class RecordEncoder {

    /**
     * The version of the record format. A new field increments the minor version. A change of a field's name, type or meaning
     * increments the major version, and breaks consumers.
     */
    public static final String SCHEMA_VERSION = "1.3";

    /**
     * Where and when Tourbus read an entity: the metadata of a record that the API does not provide.
     *
     * @param source the source that returned the entity
     * @param runId the run that read it
     * @param slice the name of the slice that it belongs to
     * @param ingestedAt when its page was read
     */
    public record Origin(String source, String runId, String slice, Instant ingestedAt) {}

    /**
     * An encoded record: one line of JSON in UTF-8 without a line break. All sinks receive exactly these bytes.
     *
     * @param id the ID of the record with its source as prefix, also its partition key
     * @param identity see {@link Record#identity()}
     * @param hash SHA-256 of the record's fields without its origin, in hex
     * @param json not copied; do not modify it
     * @param startsAt see {@link Record#startsAt()}
     */
    public record RecordLine(String id, String identity, String hash, byte[] json, String startsAt) {

        public RecordLine(String id, String identity, String hash, byte[] json) {
            this(id, identity, hash, json, null);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Metadata(
            String dataType,
            String source,
            String ingestionTimestamp,
            String runId,
            String slice,
            String schemaVersion,
            String recordHash) {}

    private static final String HASH = "record_hash";

    /** The fields of the origin, in their order. */
    public static final List<String> ORIGIN_FIELDS =
            List.of("data_type", "source", "ingestion_timestamp", "run_id", "slice", "schema_version", HASH);

    private final ObjectWriter writer = JsonMapper.builder(new JsonFactoryBuilder()
                    .characterEscapes(new LineSeparators())
                    .build())
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer();

    private final ThreadLocal<Line> lines = ThreadLocal.withInitial(Line::new);

    /** Escapes characters at which some readers end a line, like {@link JsonLine}. */
    private static final class LineSeparators extends CharacterEscapes {

        private static final long serialVersionUID = 1L;
        private static final Map<Integer, SerializedString> ESCAPED = Map.of(
                0x85, new SerializedString("\\u0085"),
                0x2028, new SerializedString("\\u2028"),
                0x2029, new SerializedString("\\u2029"));

        /** One array, because the method makes a copy for each record. */
        private static final int[] ASCII = standardAsciiEscapesForJSON();

        @Override
        public int[] getEscapeCodesForAscii() {
            return ASCII;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return character == 0x85 || character >> 1 == 0x2028 >> 1 ? ESCAPED.get(character) : null;
        }
    }

    public RecordLine encode(Record record, Origin origin) {
        var line = lines.get();
        try {
            line.reset();
            writer.writeValue(line, record);
            var hash = HexFormat.of().formatHex(line.hash());
            line.append(metadata(record, origin, line.text(origin.ingestedAt()), hash));
            return new RecordLine(record.id(), record.identity(), hash, line.toByteArray(), record.startsAt());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot encode the record " + record.id(), e);
        } finally {
            if (line.isLarge()) {
                lines.remove();
            }
        }
    }

    /**
     * Encodes a record whose fields were changed.
     *
     * @param before the record before the change
     * @param record all fields, with those of the origin, which must be the same as before
     */
    public RecordLine encode(RecordLine before, ObjectNode record) {
        var fields = record.deepCopy().remove(ORIGIN_FIELDS);
        var origin = record.deepCopy().retain(ORIGIN_FIELDS);
        var line = lines.get();
        try {
            line.reset();
            writer.writeValue(line, fields);
            var hash = HexFormat.of().formatHex(line.hash());
            line.append(origin.put(HASH, hash));
            var startsAt =
                    before.startsAt() == null ? null : record.path("event_date").asText(null);
            return new RecordLine(before.id(), before.identity(), hash, line.toByteArray(), startsAt);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot encode the record " + before.id(), e);
        } finally {
            if (line.isLarge()) {
                lines.remove();
            }
        }
    }

    private static Metadata metadata(Record record, Origin origin, String ingestedAt, String hash) {
        return new Metadata(
                record.entity().label(),
                origin.source(),
                ingestedAt,
                origin.runId(),
                origin.slice(),
                SCHEMA_VERSION,
                hash);
    }

    /** A JSON object in a buffer that a thread reuses. */
    private final class Line extends ByteArrayOutputStream {

        private static final int TYPICAL_BYTES = 4_096;
        private static final int MAX_KEPT_BYTES = 1 << 16;

        private final MessageDigest sha256 = Sha256.digest();

        private Instant instant = Instant.EPOCH;
        private String instantText = "";

        Line() {
            super(TYPICAL_BYTES);
        }

        /** The instant in ISO 8601. All records of a page have the same one. */
        String text(Instant time) {
            if (time != instant) {
                instant = time;
                instantText = time.toString();
            }
            return instantText;
        }

        byte[] hash() {
            sha256.update(buf, 0, count);
            return sha256.digest();
        }

        /** Merges another object into this one. */
        void append(Object other) throws IOException {
            var end = --count;
            writer.writeValue(this, other);
            buf[end] = ',';
        }

        boolean isLarge() {
            return buf.length > MAX_KEPT_BYTES;
        }
    }
}
