package io.tourbus.source.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.limit.ResponseBody;
import io.tourbus.source.limit.ResponseLimits;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads response bodies, and removes secrets that an API may echo from data and messages.
 *
 * @param json parses within the limits of responses
 */
public record ResponseReader(Redaction redaction, ObjectReader json) {

    private static final int MAX_LENGTH = 160;

    /** Finds the entities of a page. */
    public interface Parser {

        /**
         * @param reader parses within the limits of responses
         * @throws MalformedResponseException if the body is not such a page
         */
        PageResult read(byte[] body, ObjectReader reader);

        /** The work on one page. */
        interface Parse {
            PageResult page() throws IOException;
        }

        /**
         * Parses a page.
         *
         * @param expected describes a page in error messages
         * @throws SourceException if the body exceeds a limit
         * @throws MalformedResponseException if the body is not such a page
         */
        static PageResult parse(String expected, byte[] body, Parse parse) {
            try {
                return parse.page();
            } catch (StreamConstraintsException e) {
                throw ResponseLimits.jsonTooLarge(e);
            } catch (IOException e) {
                throw new MalformedResponseException(expected, body);
            }
        }
    }

    /** @param limits {@link ResponseLimits#json} */
    public ResponseReader(Redaction redaction, StreamReadConstraints limits) {
        this(redaction, RawEntities.reader(limits));
    }

    /**
     * @param body a stream, because Camel would copy a {@code byte[]} body three times, and pages have megabytes
     * @throws MalformedResponseException if the body is not such a page
     * @throws SourceException if the page exceeds a limit
     */
    public PageResult page(Parser parser, InputStream body) {
        try {
            var page = parser.read(redaction.apply(bytes(body)), json);
            if (body instanceof ResponseBody whole) {
                whole.clear();
            }
            return page;
        } catch (MalformedResponseException e) {
            release(body);
            throw e.redacted(redaction);
        } catch (SourceException e) {
            release(body);
            throw e;
        }
    }

    /** The body as JSON; a missing node if it is not JSON. */
    public JsonNode json(InputStream body) {
        try {
            return json.readTree(bytes(body));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read bytes in memory.", e);
        } finally {
            release(body);
        }
    }

    private static void release(InputStream body) {
        if (body instanceof ResponseBody whole) {
            whole.release();
        }
    }

    private static byte[] bytes(InputStream body) {
        try {
            if (body instanceof ResponseBody whole) {
                return whole.bytes();
            }
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
