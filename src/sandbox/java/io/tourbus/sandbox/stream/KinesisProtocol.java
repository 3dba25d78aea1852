package io.tourbus.sandbox.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.tourbus.sandbox.server.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * The two protocols of Kinesis: JSON with binary data in base64 and times in seconds, and CBOR with raw binary data and times in
 * milliseconds. The protocol of a reply is that of its request.
 */
enum KinesisProtocol {
    JSON("application/x-amz-json-1.1", new ObjectMapper(), 1_000.0),
    CBOR("application/x-amz-cbor-1.1", new ObjectMapper(new CBORFactory()), 1);

    private final String contentType;
    private final ObjectMapper mapper;
    private final double millisPerUnit;

    KinesisProtocol(String contentType, ObjectMapper mapper, double millisPerUnit) {
        this.contentType = contentType;
        this.millisPerUnit = millisPerUnit;
        this.mapper = mapper.registerModule(new SimpleModule().addSerializer(Instant.class, new Times(millisPerUnit)));
    }

    static KinesisProtocol of(String contentType) {
        return contentType != null && contentType.startsWith(CBOR.contentType) ? CBOR : JSON;
    }

    JsonNode read(byte[] body) throws IOException {
        return body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
    }

    Instant time(JsonNode value) {
        return Instant.ofEpochMilli(Math.round(value.asDouble() * millisPerUnit));
    }

    /** Encodes a reply. @param values texts, numbers, byte arrays, instants, lists and maps */
    Reply reply(int status, Map<String, ?> values) throws IOException {
        return new Reply(status, Map.of("Content-Type", contentType), mapper.writeValueAsBytes(values));
    }

    private static final class Times extends JsonSerializer<Instant> {

        private final double millisPerUnit;

        Times(double millisPerUnit) {
            this.millisPerUnit = millisPerUnit;
        }

        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (millisPerUnit == 1) {
                out.writeNumber(time.toEpochMilli());
            } else {
                out.writeNumber(time.toEpochMilli() / millisPerUnit);
            }
        }
    }
}
