package io.tourbus.redshift;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What Redshift contains.
 *
 * @param loads the last loads that added objects, the latest first
 * @param rows the number of rows by table
 */
public record RedshiftStatus(
        @JsonProperty("loads") List<Load> loads,
        @JsonProperty("rows") Map<String, Long> rows) {

    /**
     * A load.
     *
     * @param loadedAt UTC
     */
    public record Load(
            @JsonProperty("load") String load,
            @JsonProperty("loaded_at") String loadedAt,
            @JsonProperty("objects") long objects,
            @JsonProperty("records") long records,
            @JsonProperty("runs") long runs) {}
}
