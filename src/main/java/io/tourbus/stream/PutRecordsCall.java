package io.tourbus.stream;

import io.tourbus.aws.AwsFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Makes one PutRecords call, and maps its response to the records. */
record PutRecordsCall(String streamName, Function<PutRecordsRequest, PutRecordsResponse> putRecords) {

    /** Error codes of records that demand fewer calls or bytes. */
    private static final Set<String> THROTTLED_RECORD =
            Set.of("ProvisionedThroughputExceededException", "KMSThrottlingException", "ThrottlingException");

    /**
     * The result of the call for each of its records.
     *
     * @param accepted in the order sent
     * @param refused in the order sent, without the number of attempts
     * @param failure set if the call failed as a whole; all its records are then refused
     * @param permanent whether the failure cannot be fixed by a retry
     */
    record Result(
            List<StreamRecord> accepted, List<RefusedRecord> refused, Optional<Exception> failure, boolean permanent) {

        /** Returns the state before the first call: no record is accepted yet. */
        static Result pending(List<StreamRecord> records) {
            return new Result(List.of(), refuseAll(records, RefusedRecord.NOT_SENT, ""), Optional.empty(), false);
        }

        private static Result failed(List<StreamRecord> records, SdkException failure, boolean permanent) {
            List<RefusedRecord> refused = refuseAll(records, AwsFailures.code(failure), failure.getMessage());
            return new Result(List.of(), refused, Optional.of(failure), permanent);
        }

        private static List<RefusedRecord> refuseAll(List<StreamRecord> records, String code, String message) {
            return records.stream()
                    .map(record -> RefusedRecord.unsent(record, code, message))
                    .toList();
        }

        /** Returns whether nothing is left to retry. */
        boolean isFinal() {
            return refused.isEmpty() || permanent;
        }

        /**
         * Returns the share of the batch that the stream throttled, from 0 to 1. The share refers to the whole batch, so that a
         * few records resent to a hot shard do not look like a fully throttled stream.
         *
         * @param batchSize the number of records in the batch, including those that an earlier call delivered
         */
        double throttled(int batchSize) {
            if (failure.isPresent()) {
                return isThrottled(failure.get()) ? 1 : 0;
            }
            long throttled = refused.stream()
                    .filter(record -> THROTTLED_RECORD.contains(record.errorCode()))
                    .count();
            return (double) throttled / batchSize;
        }

        private static boolean isThrottled(Exception failure) {
            return failure instanceof KmsThrottlingException
                    || failure instanceof SdkServiceException service && service.isThrottlingException();
        }
    }

    Result send(List<StreamRecord> records) {
        try {
            PutRecordsRequest request = PutRecordsRequest.builder()
                    .streamName(streamName)
                    .records(records.stream().map(PutRecordsCall::entry).toList())
                    .build();
            return read(putRecords.apply(request).records(), records);
        } catch (SdkException e) {
            return Result.failed(records, e, !Result.isThrottled(e) && !AwsFailures.isRetryable(e));
        }
    }

    private static PutRecordsRequestEntry entry(StreamRecord record) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(record.partitionKey())
                .data(SdkBytes.fromByteArrayUnsafe(record.data()))
                .build();
    }

    private static Result read(List<PutRecordsResultEntry> results, List<StreamRecord> records) {
        if (results.size() != records.size()) {
            String message = "PutRecords returned results for " + results.size() + " of " + records.size() + " records";
            return Result.failed(records, SdkClientException.create(message), false);
        }
        List<StreamRecord> accepted = new ArrayList<>();
        List<RefusedRecord> refused = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            PutRecordsResultEntry result = results.get(i);
            if (result.errorCode() == null) {
                accepted.add(records.get(i));
            } else {
                refused.add(RefusedRecord.unsent(records.get(i), result.errorCode(), result.errorMessage()));
            }
        }
        return new Result(accepted, refused, Optional.empty(), false);
    }
}
