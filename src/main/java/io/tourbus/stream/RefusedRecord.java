package io.tourbus.stream;

import java.io.Serializable;

/**
 * A record that did not get into the stream, without its data: the message body still has that at the index.
 *
 * @param index its place in the message body, from 0
 * @param size bytes of data and partition key
 * @param errorCode what the service said ({@code ProvisionedThroughputExceededException}, {@code InternalFailure}), or
 *     one of the codes below
 * @param errorMessage may be empty, never null
 */
public record RefusedRecord(int index, String partitionKey, int size, String errorCode, String errorMessage)
        implements Serializable {

    /** Larger than the stream takes; never sent. */
    public static final String TOO_LARGE = "RecordTooLarge";

    /** Its partition key has more than 256 characters; never sent, since the service would refuse its whole batch. */
    public static final String KEY_TOO_LONG = "PartitionKeyTooLong";

    /** Never tried, because sending ended before its turn. */
    public static final String NOT_SENT = "NotSent";

    static RefusedRecord of(StreamRecord record, String errorCode, String errorMessage) {
        return new RefusedRecord(record.index(), record.partitionKey(), record.size(), errorCode, errorMessage);
    }
}
