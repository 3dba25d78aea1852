package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The result of replaying dead letters. */
public record Replayed(
        @JsonProperty("selected") int selected,
        @JsonProperty("redelivered") int redelivered) {}
