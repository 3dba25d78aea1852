package io.tourbus.source.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tourbus.source.error.MalformedResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** Reads response bodies, and removes secrets that an API may echo from all texts used in messages. */
public record ResponseReader(UnaryOperator<String> redaction) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_LENGTH = 160;

    /**
     * @param body a stream, because Camel would copy a {@code byte[]} body three times, and pages have megabytes
     * @throws MalformedResponseException if the body is not such a page
     */
    public PageResult page(PageParser parser, InputStream body) {
        try {
            return parser.read(bytes(body));
        } catch (MalformedResponseException e) {
            throw e.redacted(redaction);
        }
    }

    /** The body as JSON; a missing node if it is not JSON. */
    public JsonNode json(InputStream body) {
        try {
            return MAPPER.readTree(bytes(body));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read bytes in memory.", e);
        }
    }

    private static byte[] bytes(InputStream body) {
        try {
            return body == null ? new byte[0] : body.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the response body.", e);
        }
    }

    /** The text without secrets. */
    public String redacted(String text) {
        return redaction.apply(text);
    }

    /** The text without secrets, on one line, truncated to 160 characters. */
    public String brief(String text) {
        var line = redacted(text).strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
