package io.tourbus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.model.Schemas;
import io.tourbus.source.page.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Converts an entity with a normalizer and the encoder, and validates the record. */
public final class Normalizing {

    private static final Instant INGESTED = Instant.parse("2026-11-23T02:00:01.123Z");

    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private final RecordEncoder encoder = new RecordEncoder();
    private final Schemas schemas = new Schemas();
    private final Map<String, Integer> repairs = new TreeMap<>();
    private final Function<JsonFields, ? extends Record> normalizer;

    public Normalizing(Function<JsonFields, ? extends Record> normalizer) {
        this.normalizer = normalizer;
    }

    /** @param json with single quotes for double ones */
    public JsonNode record(String json) {
        try {
            return line(mapper.readTree(json.replace('\'', '"')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of changed or dropped values so far, by kind. */
    public Map<String, Integer> repairs() {
        return repairs;
    }

    public JsonNode line(JsonNode entity) throws IOException {
        var record = normalizer.apply(JsonFields.of(entity, repair -> repairs.merge(repair, 1, Integer::sum)));
        var origin = new Origin(record.id().split("_")[0], "run-1", "slice-1", INGESTED);
        var line = encoder.encode(record, origin).json();
        assertThat(schemas.problems(record.entity(), line))
                .as("schema of %s", new String(line, UTF_8))
                .isEmpty();
        return mapper.readTree(line);
    }
}
