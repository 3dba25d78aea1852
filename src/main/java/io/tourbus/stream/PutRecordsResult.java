package io.tourbus.stream;

import io.tourbus.stream.RetryableFailures.Throttling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The result of one PutRecords call for each of its records.
 *
 * @param accepted in the order sent
 * @param refusals in the order sent
 * @param failure set if the call failed as a whole; all its records are then refused
 * @param permanent whether the failure cannot be fixed by a retry
 */
record PutRecordsResult(
        List<StreamRecord> accepted, List<Refusal> refusals, Optional<Exception> failure, boolean permanent) {

    /** A record that the stream did not accept, and why. */
    record Refusal(StreamRecord record, String errorCode, String errorMessage) {
        RefusedRecord after(int attempts) {
            String message = FailureText.firstLine(Objects.requireNonNullElse(errorMessage, ""));
            return new RefusedRecord(record, errorCode, message, attempts);
        }
    }

    static PutRecordsResult of(List<StreamRecord> accepted, List<Refusal> refusals) {
        return new PutRecordsResult(accepted, refusals, Optional.empty(), false);
    }

    /** Returns the state before the first call: no record is accepted yet. */
    static PutRecordsResult pending(List<StreamRecord> records) {
        return of(List.of(), refusals(records, RefusedRecord.NOT_SENT, ""));
    }

    static PutRecordsResult failed(List<StreamRecord> records, SdkException failure, boolean permanent) {
        List<Refusal> refusals = refusals(records, FailureText.code(failure), failure.getMessage());
        return new PutRecordsResult(List.of(), refusals, Optional.of(failure), permanent);
    }

    private static List<Refusal> refusals(List<StreamRecord> records, String errorCode, String errorMessage) {
        return records.stream()
                .map(record -> new Refusal(record, errorCode, errorMessage))
                .toList();
    }

    /** Returns whether nothing is left to retry. */
    boolean isFinal() {
        return refusals.isEmpty() || permanent;
    }

    /**
     * Returns the share of the batch that the stream throttled, from 0 to 1. The share refers to the whole batch, so that a few
     * records resent to a hot shard do not look like a fully throttled stream.
     *
     * @param batchSize the number of records in the batch, including those that an earlier call delivered
     */
    double throttled(int batchSize) {
        if (failure.isPresent()) {
            return Throttling.isFailure(failure.get()) ? 1 : 0;
        }
        long throttled = refusals.stream()
                .map(Refusal::errorCode)
                .filter(Throttling::isCodeOfRecord)
                .count();
        return (double) throttled / batchSize;
    }

    List<StreamRecord> refusedRecords() {
        return refusals.stream().map(Refusal::record).toList();
    }
}
