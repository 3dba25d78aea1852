package io.tourbus.stream;

/**
 * What Kinesis took.
 *
 * @param bytes of data, without partition keys
 * @param calls of PutRecords, those that resend included
 */
public record Sent(long records, long bytes, long calls) {

    static final Sent NOTHING = new Sent(0, 0, 0);

    Sent and(StreamRecord record) {
        return new Sent(records + 1, bytes + record.data().asByteArrayUnsafe().length, calls);
    }

    Sent andCall() {
        return new Sent(records, bytes, calls + 1);
    }
}
