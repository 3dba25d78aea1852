package io.tourbus.stream;

import java.util.Optional;

/**
 * How much one PutRecords call and one record may hold. Bytes are those of data and partition keys.
 *
 * <p>The API takes up to 500 records a call and keys of up to 256 characters. Its byte limits have been 5 MiB a call
 * and 1 MiB a record, and are 10 MiB for both where a stream is set up for it (PutRecords in the Kinesis API
 * reference); the smaller ones hold everywhere.
 *
 * @param keyOnce whether a call holds one record of a partition key at most
 */
public record BatchLimits(int maxRecords, int maxBytes, int maxRecordBytes, boolean keyOnce) {

    /** What every stream takes. */
    public static final BatchLimits DEFAULT = new BatchLimits(500, 5 * 1024 * 1024, 1024 * 1024, false);

    private static final int MAX_KEY_CHARACTERS = 256;

    /** @throws IllegalArgumentException if a batch could hold no record, or more than the API takes */
    public BatchLimits {
        if (maxRecords < 1 || maxRecords > 500) {
            throw new IllegalArgumentException("maxBatchRecords is " + maxRecords + ": PutRecords takes 1 to 500");
        }
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes is " + maxRecordBytes + ": it has to be positive");
        }
        if (maxBytes < maxRecordBytes) {
            throw new IllegalArgumentException("maxBatchBytes is " + maxBytes
                    + ": a batch has to hold a record of maxRecordBytes, " + maxRecordBytes);
        }
    }

    /** Why this record can never be sent, if so. */
    Optional<RefusedRecord> objection(StreamRecord record) {
        if (record.size() > maxRecordBytes) {
            String message = record.size() + " bytes with its key, at most " + maxRecordBytes + " are taken";
            return Optional.of(RefusedRecord.unsent(record, RefusedRecord.TOO_LARGE, message));
        }
        int characters =
                record.partitionKey().codePointCount(0, record.partitionKey().length());
        if (characters > MAX_KEY_CHARACTERS) {
            String message = characters + " characters, at most " + MAX_KEY_CHARACTERS + " are taken";
            return Optional.of(RefusedRecord.unsent(record, RefusedRecord.KEY_TOO_LONG, message));
        }
        return Optional.empty();
    }
}
