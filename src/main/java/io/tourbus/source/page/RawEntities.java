package io.tourbus.source.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts the entities out of a page: each with its own bytes and its tree, in one pass over the page. */
public final class RawEntities {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final byte[] page;
    private final List<RawEntity> entities = new ArrayList<>();
    private int nulls;

    /** @param page the body of the response, in UTF-8 */
    public RawEntities(byte[] page) {
        this.page = page;
    }

    /** A parser of the page, at its first token. */
    public JsonParser open() throws IOException {
        var parser = READER.createParser(page);
        parser.nextToken();
        return parser;
    }

    /** Takes the list that the parser stands on; leaves the parser at its end. */
    public void takeList(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                nulls++;
            } else {
                take(parser);
            }
        }
    }

    /** Takes the value that the parser stands on; leaves the parser at its end. */
    public void take(JsonParser parser) throws IOException {
        var start = (int) parser.currentTokenLocation().getByteOffset();
        JsonNode tree = READER.readTree(parser);
        var end = (int) parser.currentLocation().getByteOffset();
        entities.add(new RawEntity(onOneLine(start, end), tree));
    }

    public List<RawEntity> entities() {
        return entities;
    }

    /** How many entries of the list were {@code null}. */
    public int nulls() {
        return nulls;
    }

    /** Line breaks stand between tokens only: inside a text they are escaped. */
    private byte[] onOneLine(int start, int end) {
        var line = new byte[end - start];
        var length = 0;
        for (int at = start; at < end; at++) {
            if (page[at] != '\n' && page[at] != '\r') {
                line[length++] = page[at];
            }
        }
        return length == line.length ? line : Arrays.copyOf(line, length);
    }

    /**
     * One entity of a page.
     *
     * @param json the very bytes that the API sent for it, less the line breaks between its tokens: numbers, escapes and
     *     the order of fields stay as they were
     * @param tree the same, parsed
     */
    public record RawEntity(byte[] json, JsonNode tree) {}
}
