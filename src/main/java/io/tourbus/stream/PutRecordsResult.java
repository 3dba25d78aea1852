package io.tourbus.stream;

import io.tourbus.stream.RetryableFailures.Throttling;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The result of one PutRecords call for each of its records.
 *
 * @param accepted in the order sent
 * @param refused in the order sent, without the number of attempts
 * @param failure set if the call failed as a whole; all its records are then refused
 * @param permanent whether the failure cannot be fixed by a retry
 */
record PutRecordsResult(
        List<StreamRecord> accepted, List<RefusedRecord> refused, Optional<Exception> failure, boolean permanent) {

    static PutRecordsResult of(List<StreamRecord> accepted, List<RefusedRecord> refused) {
        return new PutRecordsResult(accepted, refused, Optional.empty(), false);
    }

    /** Returns the state before the first call: no record is accepted yet. */
    static PutRecordsResult pending(List<StreamRecord> records) {
        return of(List.of(), refused(records, RefusedRecord.NOT_SENT, ""));
    }

    static PutRecordsResult failed(List<StreamRecord> records, SdkException failure, boolean permanent) {
        List<RefusedRecord> refused = refused(records, FailureText.code(failure), failure.getMessage());
        return new PutRecordsResult(List.of(), refused, Optional.of(failure), permanent);
    }

    private static List<RefusedRecord> refused(List<StreamRecord> records, String errorCode, String errorMessage) {
        return records.stream()
                .map(record -> RefusedRecord.unsent(record, errorCode, errorMessage))
                .toList();
    }

    /** Returns whether nothing is left to retry. */
    boolean isFinal() {
        return refused.isEmpty() || permanent;
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
        long throttled = refused.stream()
                .map(RefusedRecord::errorCode)
                .filter(Throttling::isCodeOfRecord)
                .count();
        return (double) throttled / batchSize;
    }
}
