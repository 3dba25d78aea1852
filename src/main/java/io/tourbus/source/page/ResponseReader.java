package io.tourbus.source.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tourbus.source.error.MalformedResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/** Reads what an API says, cleared of the secrets that it may echo. */
public final class ResponseReader {

    private static final int LONGEST = 160;

    private final ObjectMapper mapper;
    private final UnaryOperator<String> redaction;

    public ResponseReader(ObjectMapper mapper, UnaryOperator<String> redaction) {
        this.mapper = mapper;
        this.redaction = redaction;
    }

    /**
     * @param body as Camel has it; asked for bytes, it would copy it thrice, and a page has megabytes
     * @throws MalformedResponseException when it is no page that the reader knows
     */
    public PageResult page(PageParser reader, InputStream body) {
        try {
            return reader.read(bytes(body));
        } catch (MalformedResponseException e) {
            throw e.redacted(redaction);
        }
    }

    /** The body as JSON; a missing node where it is none. */
    public JsonNode json(InputStream body) {
        try {
            return mapper.readTree(bytes(body));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
    }

    private static byte[] bytes(InputStream body) {
        try {
            return body == null ? new byte[0] : body.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("what Camel has cached can always be read", e);
        }
    }

    /** The text without secrets. */
    public String redacted(String text) {
        return redaction.apply(text);
    }

    /** A text of an API without secrets, on one line and cut to a readable length. */
    public String brief(String text) {
        var line = redacted(text).strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
