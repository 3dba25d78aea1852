package io.tourbus.stream;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What became of the records of one call.
 *
 * @param taken in the order sent
 * @param refusals in the order sent
 * @param failure how the call failed, if it failed as a whole; then all its records are refused
 */
record Answer(List<StreamRecord> taken, List<Refusal> refusals, Optional<Exception> failure) {

    /** A record that may be sent again, and why it has to be. */
    record Refusal(StreamRecord record, String errorCode, String errorMessage) {
        RefusedRecord asRefusedRecord() {
            return RefusedRecord.of(record, errorCode, Objects.requireNonNullElse(errorMessage, ""));
        }
    }

    static Answer failed(List<StreamRecord> records, SdkException failure) {
        String code = RetryableFailures.codeOf(failure);
        List<Refusal> refusals = records.stream()
                .map(record -> new Refusal(record, code, failure.getMessage()))
                .toList();
        return new Answer(List.of(), refusals, Optional.of(failure));
    }

    boolean isComplete() {
        return refusals.isEmpty();
    }

    List<StreamRecord> refusedRecords() {
        return refusals.stream().map(Refusal::record).toList();
    }
}
