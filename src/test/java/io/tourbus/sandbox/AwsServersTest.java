package io.tourbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.sandbox.lake.LakeServer;
import io.tourbus.sandbox.stream.KinesisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;

/** The simulated S3 and Kinesis, used with the AWS SDK. */
class AwsServersTest {

    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "body"));

    private KinesisServer server;
    private KinesisClient kinesis;

    @BeforeEach
    void start() throws IOException {
        server = new KinesisServer(0, Clock.systemUTC());
        kinesis = KinesisClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .endpointOverride(server.endpoint())
                .build();
        kinesis.createStream(request -> request.streamName("s").shardCount(3));
    }

    @AfterEach
    void stop() {
        kinesis.close();
        server.close();
    }

    @Test
    void recordsAreReadInOrderFromTheShardOfTheirKey() {
        kinesis.putRecords(request -> request.streamName("s").records(entries(100)));
        kinesis.putRecord(
                request -> request.streamName("s").partitionKey("key-1").data(SdkBytes.fromUtf8String("again")));

        var all = shards().stream().flatMap(shard -> read(shard).stream()).toList();
        var ofOneKey = all.stream()
                .filter(record -> record.partitionKey().equals("key-1"))
                .toList();
        assertThat(all).hasSize(101);
        assertThat(ofOneKey).extracting(record -> record.data().asUtf8String()).containsExactly("data-1", "again");
        assertThat(ofOneKey.get(0).approximateArrivalTimestamp())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        assertThat(shards()).allSatisfy(shard -> assertThat(read(shard)).isNotEmpty());
    }

    @Test
    void aStreamDescribesItself() {
        var summary = kinesis.describeStreamSummary(request -> request.streamName("s"))
                .streamDescriptionSummary();
        var description =
                kinesis.describeStream(request -> request.streamName("s")).streamDescription();

        assertThat(summary.openShardCount()).isEqualTo(3);
        assertThat(summary.streamStatusAsString()).isEqualTo("ACTIVE");
        assertThat(description.shards()).hasSize(3);
        assertThat(description.shards().get(2).hashKeyRange().endingHashKey())
                .isEqualTo("340282366920938463463374607431768211455");
        assertThat(kinesis.listStreams().streamNames()).containsExactly("s");
    }

    @Test
    void aMissingStreamIsNotFound() {
        assertThatThrownBy(() ->
                        kinesis.putRecords(request -> request.streamName("none").records(entries(1))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("none");
    }

    @Test
    void theLimitsOfKinesisApply() {
        assertThatThrownBy(() ->
                        kinesis.putRecords(request -> request.streamName("s").records(entries(501))))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("between 1 and 500");
        assertThatThrownBy(() -> kinesis.putRecord(request ->
                        request.streamName("s").partitionKey("k").data(SdkBytes.fromByteArray(new byte[1 << 20]))))
                .isInstanceOf(KinesisException.class)
                .hasMessageContaining("1048576");
    }

    @Test
    void singleRecordsCanBeRefused() {
        server.refuse(Set.of("key-4")::contains);

        var response = kinesis.putRecords(request -> request.streamName("s").records(entries(10)));

        assertThat(response.failedRecordCount()).isEqualTo(1);
        assertThat(response.records().get(4).errorCode()).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(server.records("s")).hasSize(9);
    }

    @Test
    void anIteratorStartsAtTheRequestedPosition() {
        kinesis.putRecord(request -> request.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("one")));
        var second = kinesis.putRecord(
                request -> request.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("two")));

        var after = kinesis.getShardIterator(request -> request.streamName("s")
                .shardId(second.shardId())
                .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                .startingSequenceNumber(second.sequenceNumber()));
        var latest = kinesis.getShardIterator(request ->
                request.streamName("s").shardId(second.shardId()).shardIteratorType(ShardIteratorType.LATEST));
        var since = kinesis.getShardIterator(request -> request.streamName("s")
                .shardId(second.shardId())
                .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                .timestamp(Instant.now().minusSeconds(60)));

        assertThat(texts(after.shardIterator())).containsExactly("two");
        assertThat(texts(latest.shardIterator())).isEmpty();
        assertThat(texts(since.shardIterator())).containsExactly("one", "two");
    }

    @Test
    void jsonRequestsGetJsonReplies() throws Exception {
        var put = json("PutRecord", "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"aGVsbG8=\"}");
        var missing = json("DescribeStream", "{\"StreamName\":\"none\"}");

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.1");
        assertThat(server.records("s"))
                .singleElement()
                .satisfies(record -> assertThat(record.data()).asString().isEqualTo("hello"));
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).contains("\"__type\":\"ResourceNotFoundException\"");
    }

    @Test
    void objectsAreFiles(@TempDir Path folder) throws IOException {
        try (var lake = new LakeServer(folder, 0)) {
            lake.createBucket("bucket");
            try (var s3 = s3(lake.endpoint())) {
                s3.putObject(
                        request -> request.bucket("bucket").key("a/b=1/c.txt").metadata(Map.of("k", "v")),
                        RequestBody.fromString("text"));

                assertThat(Files.readString(folder.resolve("bucket/a/b=1/c.txt")))
                        .isEqualTo("text");
                assertThat(s3.headObject(request -> request.bucket("bucket").key("a/b=1/c.txt"))
                                .metadata())
                        .containsEntry("k", "v");
            }
        }
    }

    private HttpResponse<String> json(String operation, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.endpoint())
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static S3Client s3(URI endpoint) {
        return S3Client.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .build();
    }

    private static List<PutRecordsRequestEntry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i)
                        .data(SdkBytes.fromUtf8String("data-" + i))
                        .build())
                .toList();
    }

    private List<String> shards() {
        return kinesis.listShards(request -> request.streamName("s")).shards().stream()
                .map(shard -> shard.shardId())
                .toList();
    }

    private List<Record> read(String shard) {
        var iterator = kinesis.getShardIterator(
                request -> request.streamName("s").shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON));
        return kinesis.getRecords(request -> request.shardIterator(iterator.shardIterator()))
                .records();
    }

    private List<String> texts(String iterator) {
        return kinesis.getRecords(request -> request.shardIterator(iterator)).records().stream()
                .map(record -> record.data().asUtf8String())
                .toList();
    }
}
