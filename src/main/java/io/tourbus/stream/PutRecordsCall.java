package io.tourbus.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Makes one PutRecords call, and maps its response to the records. */
final class PutRecordsCall implements Function<List<StreamRecord>, PutRecordsResult> {
    private final String streamName;
    private final Function<PutRecordsRequest, PutRecordsResponse> putRecords;
    private final Predicate<SdkException> retryable = new RetryableFailures();

    PutRecordsCall(String streamName, Function<PutRecordsRequest, PutRecordsResponse> putRecords) {
        this.streamName = streamName;
        this.putRecords = putRecords;
    }

    @Override
    public PutRecordsResult apply(List<StreamRecord> records) {
        try {
            PutRecordsRequest request = PutRecordsRequest.builder()
                    .streamName(streamName)
                    .records(records.stream().map(PutRecordsCall::entry).toList())
                    .build();
            return read(putRecords.apply(request).records(), records);
        } catch (SdkException e) {
            return PutRecordsResult.failed(records, e, !retryable.test(e));
        }
    }

    private static PutRecordsRequestEntry entry(StreamRecord record) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(record.partitionKey())
                .data(SdkBytes.fromByteArrayUnsafe(record.data()))
                .build();
    }

    private static PutRecordsResult read(List<PutRecordsResultEntry> results, List<StreamRecord> records) {
        if (results.size() != records.size()) {
            String message = "PutRecords returned results for " + results.size() + " of " + records.size() + " records";
            return PutRecordsResult.failed(records, SdkClientException.create(message), false);
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
        return PutRecordsResult.of(accepted, refused);
    }
}
