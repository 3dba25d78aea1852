package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The result of replaying dead letters.
 *
 * @param cancelled whether some are left because an operator cancelled the replay
 */
public record Replayed(
        @JsonProperty("selected") int selected,
        @JsonProperty("redelivered") int redelivered,
        @JsonProperty("cancelled") boolean cancelled) {}
