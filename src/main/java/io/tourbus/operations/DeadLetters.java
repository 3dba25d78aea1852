package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The number of all dead letters, and some of them without their payloads. */
public record DeadLetters(
        @JsonProperty("count") long count,
        @JsonProperty("letters") List<DeadLetterView> letters) {}
