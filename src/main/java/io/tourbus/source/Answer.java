package io.tourbus.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** Reads what an API says when it refuses. */
public final class Answer {

    private static final int LONGEST = 160;

    private final ObjectMapper mapper;

    public Answer(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The body as JSON; a missing node where it is none. */
    public JsonNode json(byte[] body) {
        try {
            return body == null || body.length == 0 ? MissingNode.getInstance() : mapper.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
    }

    /** A text of an API on one line and cut to a readable length. */
    public String brief(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
