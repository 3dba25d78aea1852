package io.tourbus.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads new records from the stream, for the live view of the admin page. After a pause, it skips to the end of the stream. */
public final class StreamTail {

    private static final int MAX_RECORDS_PER_SHARD = 100;
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    /** A record of the stream. */
    public record Line(
            String shard, @JsonProperty("partition_key") String partitionKey, String json) {}

    private final KinesisClient kinesis;
    private final String stream;
    private final Clock clock;
    private final Map<String, String> iterators = new HashMap<>();
    private Instant lastCall = Instant.MIN;

    public StreamTail(KinesisClient kinesis, String stream, Clock clock) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.clock = clock;
    }

    /** Returns the records since the last call, at most 100 per shard; empty if the stream cannot be read. */
    public synchronized List<Line> next() {
        var now = clock.instant();
        if (lastCall.isBefore(now.minus(MAX_PAUSE))) {
            iterators.clear();
        }
        lastCall = now;
        List<Line> lines = new ArrayList<>();
        try {
            if (iterators.isEmpty()) {
                kinesis.listShards(list -> list.streamName(stream)).shards().forEach(shard -> begin(shard.shardId()));
            }
            for (var shard : List.copyOf(iterators.keySet())) {
                lines.addAll(read(shard));
            }
        } catch (SdkException e) {
            iterators.clear();
        }
        return lines;
    }

    private void begin(String shard) {
        iterators.put(
                shard,
                kinesis.getShardIterator(get ->
                                get.streamName(stream).shardId(shard).shardIteratorType(ShardIteratorType.LATEST))
                        .shardIterator());
    }

    private List<Line> read(String shard) {
        try {
            var page = kinesis.getRecords(
                    get -> get.shardIterator(iterators.get(shard)).limit(MAX_RECORDS_PER_SHARD));
            if (page.nextShardIterator() == null) {
                iterators.remove(shard);
            } else {
                iterators.put(shard, page.nextShardIterator());
            }
            return page.records().stream()
                    .map(record ->
                            new Line(shard, record.partitionKey(), record.data().asUtf8String()))
                    .toList();
        } catch (ExpiredIteratorException e) {
            begin(shard);
            return List.of();
        }
    }
}
