package io.tourbus.stream;

/**
 * How much goes into one call.
 *
 * @param records at most, 500 by the API
 * @param bytes of data and partition keys at most, 5 MiB by the API
 * @param recordBytes of data and partition key of one record at most, 1 MiB unless the stream allows more
 */
record BatchLimits(int records, long bytes, long recordBytes) {

    BatchLimits {
        if (records < 1 || records > 500) {
            throw new IllegalArgumentException("maxBatchRecords is %d: set 1 to 500".formatted(records));
        }
        if (bytes < 1 || recordBytes < 1 || recordBytes > bytes) {
            throw new IllegalArgumentException(
                    "maxRecordBytes is %d and maxBatchBytes %d: set both above 0, a batch no smaller than a record"
                            .formatted(recordBytes, bytes));
        }
    }

    boolean fits(int recordsSoFar, long bytesSoFar, StreamRecord next) {
        return recordsSoFar < records && bytesSoFar + next.size() <= bytes;
    }
}
