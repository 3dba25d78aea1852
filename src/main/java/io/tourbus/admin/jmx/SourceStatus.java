package io.tourbus.admin.jmx;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.SortedMap;

/** The current limits and quotas of all sources, for the HTTP API and the web page. */
public final class SourceStatus {

    /** The attributes of {@link SourceControlMXBean} as JSON. */
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
