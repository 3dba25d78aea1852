package io.tourbus.stream;

import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.spi.Metadata;

/**
 * The message headers of {@code aws2-kinesis-batch}. The producer sets the counts even if it fails, and also
 * {@link Kinesis2Constants#RECORD_COUNT} and {@link Kinesis2Constants#FAILED_RECORD_COUNT}.
 */
public interface KinesisBatchConstants {

    /** In: the list of the records' partition keys, with the same name as in newer Camel versions (CAMEL-24197). */
    @Metadata(
            label = "producer",
            description = "The partition keys of the records in the body, by index",
            javaType = "java.util.List<String>")
    String PARTITION_KEYS = "CamelAwsKinesisPartitionKeys";

    /** In: one partition key for all records, if there is no list. */
    @Metadata(label = "producer", description = "One partition key for all records", javaType = "String")
    String PARTITION_KEY = Kinesis2Constants.PARTITION_KEY;

    /** Out: number of records that the stream accepted. */
    @Metadata(label = "producer", description = "Number of records that the stream accepted", javaType = "Integer")
    String SENT = "CamelAwsKinesisBatchSent";

    /** Out: bytes of the accepted records, including partition keys. */
    @Metadata(label = "producer", description = "Bytes of the records that the stream accepted", javaType = "Long")
    String BYTES = "CamelAwsKinesisBatchBytes";

    /** Out: number of PutRecords calls, including failed ones. */
    @Metadata(label = "producer", description = "Number of PutRecords calls", javaType = "Integer")
    String CALLS = "CamelAwsKinesisBatchCalls";

    /** Out: number of times that a record was resent; a record can count several times. */
    @Metadata(label = "producer", description = "Number of times that a record was resent", javaType = "Integer")
    String RESENT = "CamelAwsKinesisBatchResent";
}
