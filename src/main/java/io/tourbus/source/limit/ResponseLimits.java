package io.tourbus.source.limit;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tourbus.settings.Settings;
import io.tourbus.source.error.SourceException;
import java.time.Duration;

/**
 * What Tourbus accepts as a response: the settings {@code tourbus.http.max-*} and {@code tourbus.http.total-timeout-seconds}. A
 * response beyond a limit fails its slice. The message names the setting.
 *
 * @param time from the start of the request to the last byte of the response
 * @param bodyBytes size of the body after decompression
 * @param headers number of header lines
 * @param headerBytes length of one header line
 * @param json depth, string length and number of values of JSON
 */
public record ResponseLimits(Duration time, int bodyBytes, int headers, int headerBytes, StreamReadConstraints json) {

    private static final String TIME = "tourbus.http.total-timeout-seconds";
    private static final String BODY = "tourbus.http.max-body-bytes";
    private static final String HEADERS = "tourbus.http.max-headers";
    private static final String HEADER = "tourbus.http.max-header-bytes";
    private static final String DEPTH = "tourbus.http.max-json-depth";
    private static final String STRING = "tourbus.http.max-json-string";
    private static final String VALUES = "tourbus.http.max-json-values";

    public static ResponseLimits read(Settings settings) {
        return new ResponseLimits(
                settings.seconds(TIME),
                settings.number(BODY),
                settings.number(HEADERS),
                settings.number(HEADER),
                StreamReadConstraints.builder()
                        .maxNestingDepth(settings.number(DEPTH))
                        .maxStringLength(settings.number(STRING))
                        .maxTokenCount(settings.number(VALUES))
                        .build());
    }

    /** The source may be overloaded, so the request is retried. */
    SourceException tooSlow() {
        return new SourceException.Unavailable("The response was not complete after %d s. If it needs longer, raise %s."
                .formatted(time.toSeconds(), TIME));
    }

    SourceException bodyTooLarge() {
        return tooLarge("The response body exceeds %,d bytes after decompression.".formatted(bodyBytes), BODY);
    }

    /** Other slices end at some time, so the request is retried. */
    SourceException noMemory() {
        return new SourceException.Unavailable(
                "Responses of other slices took the memory for %d s. Raise the heap, for example with JAVA_OPTS=-Xmx1g."
                        .formatted(time.toSeconds()));
    }

    /** @param bytes that a slice may hold */
    SourceException sliceTooLarge(long bytes) {
        return new SourceException.Refused(
                "The responses of this slice exceed %,d bytes in total, a sixth of the heap. If this is intended, raise the heap, for example with JAVA_OPTS=-Xmx1g."
                        .formatted(bytes));
    }

    SourceException headersTooLarge() {
        return tooLarge(
                "The response has more than %,d headers, or a header of more than %,d bytes."
                        .formatted(headers, headerBytes),
                "%s or %s".formatted(HEADERS, HEADER));
    }

    /** The failure of a parser with the constraints {@link #json}. */
    public static SourceException jsonTooLarge(StreamConstraintsException failure) {
        var message = failure.getOriginalMessage();
        if (message.contains("getMaxNestingDepth")) {
            return tooLarge("The JSON of the response is nested too deeply.", DEPTH);
        }
        if (message.contains("getMaxStringLength")) {
            return tooLarge("The JSON of the response contains a string or number that is too long.", STRING);
        }
        return message.contains("getMaxTokenCount")
                ? tooLarge("The JSON of the response contains too many values.", VALUES)
                : new SourceException.Refused("The JSON of the response contains a name or number that is too long.");
    }

    private static SourceException tooLarge(String what, String setting) {
        return new SourceException.Refused("%s If this is intended, raise %s.".formatted(what, setting));
    }
}
