package io.tourbus.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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

    /**
     * Groups records into batches within the limits, in order. Reads lazily, at most one record beyond the current batch.
     *
     * @param refused receives the records that exceed a limit
     */
    Iterator<List<StreamRecord>> batches(Iterator<StreamRecord> records, Consumer<RefusedRecord> refused) {
        return new Batches(records, refused);
    }

    private final class Batches implements Iterator<List<StreamRecord>> {
        private final Iterator<StreamRecord> records;
        private final Consumer<RefusedRecord> refused;

        /** Null at the end. */
        private StreamRecord lookahead;

        Batches(Iterator<StreamRecord> records, Consumer<RefusedRecord> refused) {
            this.records = records;
            this.refused = refused;
            this.lookahead = readValid();
        }

        @Override
        public boolean hasNext() {
            return lookahead != null;
        }

        @Override
        public List<StreamRecord> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<StreamRecord> batch = new ArrayList<>();
            Set<String> keys = new HashSet<>();
            long bytes = 0;
            while (lookahead != null && batch.size() < maxRecords) {
                bytes += lookahead.size();
                boolean newKey = keys.add(lookahead.partitionKey());
                if (bytes > maxBytes || keyOnce && !newKey) {
                    break;
                }
                batch.add(lookahead);
                lookahead = readValid();
            }
            return batch;
        }

        private StreamRecord readValid() {
            while (records.hasNext()) {
                StreamRecord record = records.next();
                Optional<RefusedRecord> refusal = refusal(record);
                if (refusal.isEmpty()) {
                    return record;
                }
                refused.accept(refusal.get());
            }
            return null;
        }
    }

    /** Returns the record with an error code if it exceeds a limit and can never be sent. */
    private Optional<RefusedRecord> refusal(StreamRecord record) {
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
