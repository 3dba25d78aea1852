package io.tourbus.admin.jmx;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.SortedMap;

/** What there is to be said of the sources now. */
public final class SourceStatus {

    /**
     * A source.
     *
     * @param requestsPerDay 0 for no limit of our own
     * @param requestsLeft -1 where there is no limit
     * @param dayEnds ISO 8601 in UTC
     * @param blocked until when and why it is not asked; blank when it is
     */
    public record Line(
            @JsonProperty("source") String source,
            @JsonProperty("millis_per_request") long millisPerRequest,
            @JsonProperty("slices_at_once") int slicesAtOnce,
            @JsonProperty("requests_per_day") int requestsPerDay,
            @JsonProperty("requests_today") long requestsToday,
            @JsonProperty("requests_left") long requestsLeft,
            @JsonProperty("day_ends") String dayEnds,
            @JsonProperty("blocked") String blocked) {}

    private final SortedMap<String, SourceControl> controls;

    public SourceStatus(SortedMap<String, SourceControl> controls) {
        this.controls = controls;
    }

    public List<Line> all() {
        return controls.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Line line(String source, SourceControl control) {
        return new Line(
                source,
                control.getMillisPerRequest(),
                control.getSlicesAtOnce(),
                control.getRequestsPerDay(),
                control.getRequestsToday(),
                control.getRequestsLeft(),
                control.getDayEnds(),
                control.getBlocked());
    }
}
