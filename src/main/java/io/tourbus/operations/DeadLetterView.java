package io.tourbus.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;

/**
 * A dead letter.
 *
 * @param bytes of the payload
 * @param payload null in a list; Base64 in JSON
 */
public record DeadLetterView(
        @JsonProperty("id") long id,
        @JsonProperty("at") String at,
        @JsonProperty("stage") String stage,
        @JsonProperty("source") String source,
        @JsonProperty("entity") String entity,
        @JsonProperty("run_id") String runId,
        @JsonProperty("slice") String slice,
        @JsonProperty("target") String target,
        @JsonProperty("bytes") int bytes,
        @JsonProperty("passing") boolean passing,
        @JsonProperty("attempts") int attempts,
        @JsonProperty("reason") String reason,

        @JsonProperty("payload") @JsonInclude(JsonInclude.Include.NON_NULL)
        byte[] payload) {

    static DeadLetterView of(StoredDeadLetter stored, boolean withPayload) {
        var letter = stored.letter();
        return new DeadLetterView(
                stored.id(),
                letter.at().toString(),
                letter.stage().label(),
                letter.source(),
                letter.entity(),
                letter.runId(),
                letter.slice(),
                letter.target(),
                letter.payload().length,
                letter.retryable(),
                letter.attempts(),
                letter.reason(),
                withPayload ? letter.payload() : null);
    }
}
