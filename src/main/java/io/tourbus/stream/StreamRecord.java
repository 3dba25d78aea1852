package io.tourbus.stream;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A record on its way into the stream.
 *
 * @param index its place in the message body, from 0
 */
record StreamRecord(int index, String partitionKey, SdkBytes data) {

    /** The bytes that Kinesis counts: data and partition key. */
    long size() {
        return data.asByteArrayUnsafe().length + (long) partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
