package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.stream.KinesisServer;
import io.tourbus.sandbox.stream.KinesisStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Concurrent deliveries to a stream with a temporarily throttled shard. */
class ThrottledStreamTest {
    private static final int DELIVERIES = 8;
    private static final int RECORDS = 50;
    private static final long THROTTLED_MILLIS = 20_000;

    private KinesisServer server;
    private KinesisClient client;

    @BeforeEach
    void start() throws Exception {
        server = new KinesisServer(0, Clock.systemUTC());
        client = KinesisClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "body")))
                .endpointOverride(server.endpoint())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aThrottledShardGetsFewerCallsAndEachRecordArrivesOnce() throws Exception {
        int unlimited = deliverAll("unlimited", 0);
        int limited = deliverAll("limited", 5_000);

        assertThat(limited).isLessThan(unlimited / 2);
    }

    /** Returns the number of calls. */
    private int deliverAll(String stream, long maxDelay) throws Exception {
        VirtualTime time = new VirtualTime();
        Set<String> hot = keysOfOneShardOf(stream);
        int before = server.batches().size();
        server.refuse(key -> hot.contains(key) && time.now() < THROTTLED_MILLIS);
        AimdRateLimiter rateLimiter = new AimdRateLimiter(100, maxDelay, time::now);
        BatchSender sender = new BatchSender(
                stream,
                client::putRecords,
                BatchLimits.DEFAULT,
                new Backoff(100, 100, 1_000),
                rateLimiter,
                time::sleep,
                () -> 0.5);

        time.run(IntStream.range(0, DELIVERIES)
                .<Runnable>mapToObj(delivery ->
                        () -> sender.send(records(delivery).iterator(), new SendCounters(new SendCounters.Totals())))
                .toList());

        assertThat(server.records(stream).stream().map(ThrottledStreamTest::text))
                .containsExactlyInAnyOrderElementsOf(texts());
        assertThat(time.now()).isBetween(THROTTLED_MILLIS, THROTTLED_MILLIS + (DELIVERIES + 1) * 5_000);
        return server.batches().size() - before;
    }

    /** Finds the keys of one shard by sending all keys to another stream with the same number of shards. */
    private Set<String> keysOfOneShardOf(String stream) {
        server.createStream(stream, 4);
        server.createStream(stream + "-map", 4);
        IntStream.range(0, DELIVERIES)
                .forEach(delivery -> new BatchSender(
                                stream + "-map",
                                client::putRecords,
                                BatchLimits.DEFAULT,
                                Backoff.DEFAULT,
                                new AimdRateLimiter(1, 0, () -> 0),
                                Thread::sleep,
                                () -> 0)
                        .send(records(delivery).iterator(), new SendCounters(new SendCounters.Totals())));
        return server.records(stream + "-map").stream()
                .filter(stored -> stored.shardId().endsWith("2"))
                .map(KinesisStream.Stored::partitionKey)
                .collect(Collectors.toSet());
    }

    private static List<StreamRecord> records(int delivery) {
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> new StreamRecord(i, "key-" + delivery + "-" + i, data(delivery, i)))
                .toList();
    }

    private static byte[] data(int delivery, int record) {
        return ("record " + record + " of delivery " + delivery).getBytes(UTF_8);
    }

    private static List<String> texts() {
        return IntStream.range(0, DELIVERIES)
                .boxed()
                .flatMap(delivery -> records(delivery).stream().map(record -> new String(record.data(), UTF_8)))
                .toList();
    }

    private static String text(KinesisStream.Stored stored) {
        return new String(stored.data(), UTF_8);
    }
}
