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

/** What comes into the stream, as it can be read there. Whoever has not asked for a while begins at the end again. */
public final class StreamTail {

    private static final int MOST = 100;
    private static final Duration FORGOTTEN = Duration.ofSeconds(10);

    /** A record as it is in the stream. */
    public record Line(
            @JsonProperty("shard") String shard,
            @JsonProperty("partition_key") String partitionKey,
            @JsonProperty("json") String json) {}

    private final KinesisClient kinesis;
    private final String stream;
    private final Clock clock;
    private final Map<String, String> iterators = new HashMap<>();
    private Instant asked = Instant.MIN;

    public StreamTail(KinesisClient kinesis, String stream, Clock clock) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.clock = clock;
    }

    /** The records that came since the last call, 100 of a shard at most; a stream that cannot be read has none. */
    public synchronized List<Line> next() {
        var now = clock.instant();
        if (asked.isBefore(now.minus(FORGOTTEN))) {
            iterators.clear();
        }
        asked = now;
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
                    get -> get.shardIterator(iterators.get(shard)).limit(MOST));
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
