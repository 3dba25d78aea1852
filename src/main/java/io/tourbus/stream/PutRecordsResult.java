package io.tourbus.stream;

import io.tourbus.stream.RetryableFailures.Throttling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What became of the records of one call.
 *
 * @param accepted in the order sent
 * @param refusals in the order sent
 * @param failure how the call failed, if it failed as a whole; then all its records are refused
 * @param permanent whether another call would come to the same
 */
record PutRecordsResult(
        List<StreamRecord> accepted, List<Refusal> refusals, Optional<Exception> failure, boolean permanent) {

    /** A record that is not in the stream, and why. */
    record Refusal(StreamRecord record, String errorCode, String errorMessage) {
        RefusedRecord after(int attempts) {
            String message = FailureText.firstLine(Objects.requireNonNullElse(errorMessage, ""));
            return new RefusedRecord(record, errorCode, message, attempts);
        }
    }

    static PutRecordsResult of(List<StreamRecord> taken, List<Refusal> refusals) {
        return new PutRecordsResult(taken, refusals, Optional.empty(), false);
    }

    /** As it stands before the first call. */
    static PutRecordsResult pending(List<StreamRecord> records) {
        return of(List.of(), refusals(records, RefusedRecord.NOT_SENT, ""));
    }

    static PutRecordsResult failed(List<StreamRecord> records, SdkException failure, boolean hopeless) {
        List<Refusal> refusals = refusals(records, FailureText.code(failure), failure.getMessage());
        return new PutRecordsResult(List.of(), refusals, Optional.of(failure), hopeless);
    }

    private static List<Refusal> refusals(List<StreamRecord> records, String errorCode, String errorMessage) {
        return records.stream()
                .map(record -> new Refusal(record, errorCode, errorMessage))
                .toList();
    }

    boolean isSettled() {
        return refusals.isEmpty() || permanent;
    }

    /**
     * How much less the stream, or one of its shards, asked to be sent: from 0 to 1. Measured against the whole batch,
     * so that a few records resent to a hot shard do not look like a stream that takes nothing.
     *
     * @param batchSize records of the batch, those that were taken by an earlier call included
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
