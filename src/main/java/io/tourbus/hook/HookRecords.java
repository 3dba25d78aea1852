package io.tourbus.hook;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.StreamCache;

/** Converts between JSON and the maps that are the bodies of hooks. Keeps numbers exactly, and the order of fields. */
final class HookRecords {

    /** A result that is larger is a mistake of the hook. */
    private static final int MAX_BYTES = 10_000_000;

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private HookRecords() {}

    static Map<String, Object> map(byte[] json) {
        try {
            return MAPPER.readValue(json, MAP);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON object", e);
        }
    }

    static Map<String, Object> map(JsonNode json) {
        return map(bytes(json));
    }

    static byte[] bytes(Object json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + reason(e), e);
        }
    }

    /** @throws HookException if the hook did not return a record */
    static ObjectNode result(Hook hook, Object body) {
        if (!(body instanceof Map<?, ?>)) {
            throw new HookException(
                    hook,
                    body == null
                            ? "returned no record. To drop a record, call the method drop of the bean 'record'."
                            : "returned %s instead of a record. Receive the results of other steps in a variable (variableReceive)."
                                    .formatted(kindOf(body)));
        }
        try {
            var json = bytes(body);
            if (json.length > MAX_BYTES) {
                throw new HookException(
                        hook,
                        "returned a record of %,d bytes. At most %,d are possible.".formatted(json.length, MAX_BYTES));
            }
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException | IllegalArgumentException | StackOverflowError e) {
            throw new HookException(hook, "returned a record that is not JSON: " + reason(e));
        }
    }

    private static String reason(Throwable failure) {
        var message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.lines().findFirst().orElse("").strip().replaceFirst("^not JSON: ", "");
    }

    static String kindOf(Object body) {
        if (body == null) {
            return "empty";
        }
        if (body instanceof CharSequence) {
            return "text";
        }
        if (body instanceof InputStream || body instanceof StreamCache) {
            return "a stream";
        }
        return body instanceof Collection<?> list
                ? "a list of %,d elements".formatted(list.size())
                : "a " + body.getClass().getSimpleName();
    }
}
