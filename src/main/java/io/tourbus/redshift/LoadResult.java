package io.tourbus.redshift;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.warehouse.SkippedObject;
import java.util.List;

/**
 * What a load did.
 *
 * @param objects number of objects of the lake that the tables did not contain before
 * @param records number of records in them
 * @param missing addresses of objects that manifests list and that do not exist
 * @param damaged manifests whose runs were left out
 */
public record LoadResult(
        @JsonProperty("load") String load,
        @JsonProperty("objects") long objects,
        @JsonProperty("records") long records,
        @JsonProperty("missing") List<String> missing,
        @JsonProperty("damaged") List<SkippedObject> damaged,
        @JsonProperty("tables") List<TableRows> tables) {

    /** Whether objects of the lake could not be loaded. */
    public boolean incomplete() {
        return !missing.isEmpty() || !damaged.isEmpty();
    }

    /**
     * A table after the load.
     *
     * @param added rows more than before
     */
    public record TableRows(
            @JsonProperty("table") String table,
            @JsonProperty("rows") long rows,
            @JsonProperty("added") long added) {}
}
