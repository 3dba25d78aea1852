package io.tourbus.stream;

import java.io.Serializable;

/**
 * A record that did not get into the stream, whole, so that it can be kept and sent later.
 *
 * @param record the record itself; its data is that of the message body, not a copy
 * @param errorCode what the service said ({@code ProvisionedThroughputExceededException}, {@code InternalFailure}), or
 *     one of the codes below
 * @param errorMessage one line, may be empty, never null
 * @param attempts calls that carried it; 0 if it was never sent
 */
public record RefusedRecord(StreamRecord record, String errorCode, String errorMessage, int attempts)
        implements Serializable {

    /** Larger than the stream takes; never sent. */
    public static final String TOO_LARGE = "RecordTooLarge";

    /** Its partition key has more than 256 characters; never sent, since the service would refuse its whole batch. */
    public static final String KEY_TOO_LONG = "PartitionKeyTooLong";

    /** Never tried, because sending ended before its turn. */
    public static final String NOT_SENT = "NotSent";

    static RefusedRecord unsent(StreamRecord record, String errorCode, String errorMessage) {
        return new RefusedRecord(record, errorCode, errorMessage, 0);
    }

    /** Its place in the message body, from 0. */
    public int index() {
        return record.index();
    }

    public String partitionKey() {
        return record.partitionKey();
    }

    /** Not copied: whoever holds it must not write to it. */
    public byte[] data() {
        return record.data();
    }

    /** Bytes of data and partition key. */
    public int size() {
        return record.size();
    }
}
