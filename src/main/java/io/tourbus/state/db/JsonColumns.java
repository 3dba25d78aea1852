package io.tourbus.state.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts lists and maps to and from the JSON text of a database column. */
public final class JsonColumns {

    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonColumns() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a list or map of texts and numbers: " + value, e);
        }
    }

    public static List<String> texts(String json) {
        return read(json, new TypeReference<List<String>>() {});
    }

    public static Map<String, String> textsByName(String json) {
        return read(json, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    public static Map<String, Long> counts(String json) {
        return read(json, new TypeReference<LinkedHashMap<String, Long>>() {});
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Unexpected JSON in a column of the state database: " + json, e);
        }
    }
}
