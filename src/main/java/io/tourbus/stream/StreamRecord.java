package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;

/**
 * A record to be sent to a stream. Two records are equal only if they share the same data array.
 *
 * @param index the position in the message body, from 0
 * @param partitionKey records with the same key go to the same shard and stay in order
 * @param data not copied; do not modify it
 */
public record StreamRecord(int index, String partitionKey, byte[] data) implements Serializable {

    /** Returns the bytes that count against the limits of the service: the data and the partition key in UTF-8. */
    public int size() {
        return data.length + partitionKey.getBytes(UTF_8).length;
    }
}
