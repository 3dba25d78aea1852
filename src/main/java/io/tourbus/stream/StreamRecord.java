package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;

/**
 * One record on its way to a stream. Two are equal only if they hold the same array.
 *
 * @param index its place in the message body, from 0
 * @param partitionKey records of one key keep their order, and share a shard
 * @param data not copied: whoever holds it must not write to it
 */
public record StreamRecord(int index, String partitionKey, byte[] data) implements Serializable {

    /** Bytes as the service counts them against its limits: the data and the partition key in UTF-8. */
    public int size() {
        return data.length + partitionKey.getBytes(UTF_8).length;
    }
}
