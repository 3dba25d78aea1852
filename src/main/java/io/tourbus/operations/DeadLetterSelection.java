package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The dead letters to replay or drop. */
public record DeadLetterSelection(
        @JsonProperty("ids") List<Long> ids,
        @JsonProperty("all") boolean all) {

    public DeadLetterSelection {
        ids = ids == null ? List.of() : List.copyOf(ids);
    }
}
