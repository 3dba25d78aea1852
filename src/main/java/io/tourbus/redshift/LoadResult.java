package io.tourbus.redshift;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a load did.
 *
 * @param objects number of objects of the lake that the tables did not contain before
 * @param records number of records in them
 * @param missing addresses of objects that manifests list and that do not exist
 */
public record LoadResult(
        @JsonProperty("load") String load,
        @JsonProperty("objects") long objects,
        @JsonProperty("records") long records,
        @JsonProperty("missing") List<String> missing,
        @JsonProperty("tables") List<TableRows> tables) {

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
