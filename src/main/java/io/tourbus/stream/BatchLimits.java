package io.tourbus.stream;

import java.util.Optional;

/**
 * The maximum size of one PutRecords call and of one record. Sizes in bytes include data and partition keys.
 *
 * <p>PutRecords in the Kinesis API reference: at most 500 records per call and 256 characters per key. By default, at most 5 MiB
 * per call and 1 MiB per record; a stream can be configured for 10 MiB for both.
 *
 * @param keyOnce whether a call contains at most one record of each partition key
 */
public record BatchLimits(int maxRecords, int maxBytes, int maxRecordBytes, boolean keyOnce) {

    /** The limits that every stream supports. */
    public static final BatchLimits DEFAULT = new BatchLimits(500, 5 * 1024 * 1024, 1024 * 1024, false);

    private static final int MAX_KEY_CHARACTERS = 256;

    /** @throws IllegalArgumentException if a limit is out of range, or a batch cannot contain a record of maximum size */
    public BatchLimits {
        if (maxRecords < 1 || maxRecords > 500) {
            throw new IllegalArgumentException(
                    "maxBatchRecords is " + maxRecords + ". Set it to a number from 1 to 500.");
        }
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes is " + maxRecordBytes + ". Set it to 1 or more.");
        }
        if (maxBytes < maxRecordBytes) {
            throw new IllegalArgumentException(
                    "maxBatchBytes is " + maxBytes + ". Set it to at least maxRecordBytes, " + maxRecordBytes + ".");
        }
    }

    /** Returns the record with an error code if it exceeds a limit and can never be sent. */
    Optional<RefusedRecord> refusal(StreamRecord record) {
        if (record.size() > maxRecordBytes) {
            String message = record.size() + " bytes including the key; the maximum is " + maxRecordBytes;
            return Optional.of(RefusedRecord.unsent(record, RefusedRecord.TOO_LARGE, message));
        }
        int characters =
                record.partitionKey().codePointCount(0, record.partitionKey().length());
        if (characters > MAX_KEY_CHARACTERS) {
            String message = characters + " characters; the maximum is " + MAX_KEY_CHARACTERS;
            return Optional.of(RefusedRecord.unsent(record, RefusedRecord.KEY_TOO_LONG, message));
        }
        return Optional.empty();
    }
}
