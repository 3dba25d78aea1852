package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The entities of a query that vanished since its last complete run, as the manifest lists them.
 *
 * @param ids the IDs of their records, at most 10,000
 */
public record Vanished(
        @JsonProperty("source") String source,
        @JsonProperty("entity") String entity,
        @JsonProperty("query") String query,
        @JsonProperty("count") long count,
        @JsonProperty("ids") List<String> ids) {}
