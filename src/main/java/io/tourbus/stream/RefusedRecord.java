package io.tourbus.stream;

import io.tourbus.aws.AwsFailures;
import java.io.Serializable;

/**
 * A record that the stream did not accept, with its data, so that it can be stored and sent later.
 *
 * @param record shares its data with the message body
 * @param errorCode the code of the service, such as {@code ProvisionedThroughputExceededException}, or one of the codes below
 * @param errorMessage one line; empty if there is none
 * @param attempts the number of calls that contained the record; 0 if it was never sent
 */
public record RefusedRecord(StreamRecord record, String errorCode, String errorMessage, int attempts)
        implements Serializable {

    /** The record exceeds the maximum size; it was not sent. */
    public static final String TOO_LARGE = "RecordTooLarge";

    /** The partition key exceeds 256 characters; it was not sent, because the service would reject the whole call. */
    public static final String KEY_TOO_LONG = "PartitionKeyTooLong";

    /** The record was not sent, because sending was aborted before. */
    public static final String NOT_SENT = "NotSent";

    /** @param errorMessage null if there is none; only its first line is used */
    static RefusedRecord unsent(StreamRecord record, String errorCode, String errorMessage) {
        return new RefusedRecord(record, errorCode, AwsFailures.firstLine(errorMessage), 0);
    }

    RefusedRecord withAttempts(int number) {
        return new RefusedRecord(record, errorCode, errorMessage, number);
    }

    /** Returns the position in the message body, from 0. */
    public int index() {
        return record.index();
    }

    public String partitionKey() {
        return record.partitionKey();
    }

    /** Returns the data without copying it; do not modify it. */
    public byte[] data() {
        return record.data();
    }

    /** Returns the number of bytes of data and partition key. */
    public int size() {
        return record.size();
    }
}
