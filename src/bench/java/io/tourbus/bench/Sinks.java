package io.tourbus.bench;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Writes to S3 and Kinesis with plain clients of the AWS SDK. */
final class Sinks implements AutoCloseable {

    static final String BUCKET = "concert-data-raw";
    static final String STREAM = "concert-data-stream";

    /** A record for the stream. */
    record Entry(String key, byte[] data) {}

    private static final int MAX_RECORDS_PER_CALL = 500;

    private final S3Client lake;
    private final KinesisClient stream;

    Sinks(BenchServers.Addresses servers) {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench"));
        this.lake = S3Client.builder()
                .endpointOverride(URI.create(servers.lake()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        this.stream = KinesisClient.builder()
                .endpointOverride(URI.create(servers.stream()))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
    }

    void put(String key, Map<String, String> metadata, byte[] object, UnaryOperator<PutObjectRequest.Builder> more) {
        var put = more.apply(PutObjectRequest.builder().bucket(BUCKET).key(key).metadata(metadata));
        lake.putObject(put.build(), RequestBody.fromBytes(object));
    }

    /** Sends records in calls of up to 500. */
    void send(List<Entry> entries) {
        for (int from = 0; from < entries.size(); from += MAX_RECORDS_PER_CALL) {
            var batch = entries.subList(from, Math.min(entries.size(), from + MAX_RECORDS_PER_CALL)).stream()
                    .map(entry -> PutRecordsRequestEntry.builder()
                            .partitionKey(entry.key())
                            .data(SdkBytes.fromByteArrayUnsafe(entry.data()))
                            .build())
                    .toList();
            var failed = stream.putRecords(call -> call.streamName(STREAM).records(batch))
                    .failedRecordCount();
            if (failed > 0) {
                throw new IllegalStateException("The stream refused %d records.".formatted(failed));
            }
        }
    }

    @Override
    public void close() {
        lake.close();
        stream.close();
    }
}
