package io.tourbus.stream;

/** Headers of the component, beside the ones it shares with {@code aws2-kinesis}. */
public final class KinesisBatchConstants {

    /** In: a {@code List<String>}, the partition key of each record by index; named as Camel does after 4.18 (CAMEL-24197). */
    public static final String PARTITION_KEYS = "CamelAwsKinesisPartitionKeys";

    /** Out: how many bytes of data were taken, a {@code Long}. */
    public static final String BYTES = "CamelAwsKinesisBytes";

    /** Out: how many calls it took, a {@code Long}. */
    public static final String CALLS = "CamelAwsKinesisCalls";

    private KinesisBatchConstants() {}
}
