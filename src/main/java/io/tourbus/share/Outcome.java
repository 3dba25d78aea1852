package io.tourbus.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.source.slice.SliceListener;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of a slice, as JSON.
 *
 * @param process the process that read it
 * @param read the result, if the slice was read completely
 * @param partial the pages before a failure; {@code null} if there are none
 * @param failure why the slice was not read or delivered completely; {@code null} if it was
 * @param skipped whether the run was stopped before the slice was read completely
 * @param closed why the run has to stop calling the source; {@code null} if it can go on
 * @param learned see {@link SliceListener#learned()}
 * @param names performers whose artist another source has to find by name
 */
record Outcome(
        String process,
        StoredResult read,
        StoredResult partial,
        String failure,
        boolean skipped,
        String closed,
        List<Counts> counts,
        List<String> notes,
        Set<String> learned,
        Map<String, String> names) {

    /** The counters for one entity. */
    record Counts(
            String entity,
            Map<String, Long> counts,
            Map<String, Long> rejections,
            Map<String, Long> repairs,
            Set<String> references) {}

    /**
     * How a run delivers the records of a slice.
     *
     * @param full whether records are delivered that did not change
     * @param destinations the bits of the destinations by sink
     * @param part whether it is a part of a slice that was split
     * @param learned see {@link SliceListener#learned()}
     */
    record Terms(
            String job,
            String started,
            boolean full,
            Map<String, Long> destinations,
            boolean part,
            Set<String> learned) {}

    private static final JsonMapper MAPPER = new JsonMapper();

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The outcome of a slice cannot be written as JSON.", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not valid in the table shared_slices: " + json, e);
        }
    }
}
