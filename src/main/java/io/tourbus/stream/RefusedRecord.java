package io.tourbus.stream;

/**
 * A record that Kinesis did not take.
 *
 * @param index its place in the message body, from 0
 * @param size bytes of data and partition key
 * @param code Kinesis' error code; {@code RecordTooLarge} where it was not even asked
 * @param message what Kinesis said, or what the limit is
 */
public record RefusedRecord(int index, String partitionKey, long size, String code, String message) {}
