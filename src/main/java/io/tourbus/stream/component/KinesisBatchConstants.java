package io.tourbus.stream.component;

import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.spi.Metadata;

/**
 * Headers of {@code aws2-kinesis-batch}. What it counts is set also when it fails, beside the stock component's
 * {@link Kinesis2Constants#RECORD_COUNT} and {@link Kinesis2Constants#FAILED_RECORD_COUNT}.
 */
public interface KinesisBatchConstants {

    /** In: the partition keys of the records, a {@code List} by index; as in newer Camel (CAMEL-24197). */
    @Metadata(
            label = "producer",
            description = "The partition keys of the records of the body, by index",
            javaType = "java.util.List<String>")
    String PARTITION_KEYS = "CamelAwsKinesisPartitionKeys";

    /** In: one partition key for all records, when there is no list of them. */
    @Metadata(label = "producer", description = "One partition key for all records", javaType = "String")
    String PARTITION_KEY = Kinesis2Constants.PARTITION_KEY;

    /** Out: records that the stream took. */
    @Metadata(label = "producer", description = "Records that the stream took", javaType = "Integer")
    String SENT = "CamelAwsKinesisBatchSent";

    /** Out: bytes of the records that the stream took, data and partition keys. */
    @Metadata(label = "producer", description = "Bytes that the stream took", javaType = "Long")
    String BYTES = "CamelAwsKinesisBatchBytes";

    /** Out: PutRecords calls, failed ones included. */
    @Metadata(label = "producer", description = "PutRecords calls made", javaType = "Integer")
    String CALLS = "CamelAwsKinesisBatchCalls";

    /** Out: how many times a record was sent again. */
    @Metadata(label = "producer", description = "How many times a record was sent again", javaType = "Integer")
    String RESENT = "CamelAwsKinesisBatchResent";
}
