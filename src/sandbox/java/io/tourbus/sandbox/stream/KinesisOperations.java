package io.tourbus.sandbox.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.sandbox.server.FailingCalls;
import io.tourbus.sandbox.server.Tail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The simulated operations of the Kinesis API. */
final class KinesisOperations {

    private static final int MAX_RECORDS = 500;
    private static final long MAX_BATCH_BYTES = 5L << 20;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int MAX_KEY_CHARACTERS = 256;
    private static final int KEPT_BATCHES = 10_000;
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";

    private final Clock clock;
    private final Map<String, KinesisStream> streams = new ConcurrentSkipListMap<>();
    private final Tail<Integer> batches = new Tail<>(KEPT_BATCHES);
    private final FailingCalls failing = new FailingCalls();
    private volatile Predicate<String> refuses = key -> false;
    private volatile Consumer<KinesisStream.Stored> listener = stored -> {};

    KinesisOperations(Clock clock) {
        this.clock = clock;
    }

    void refuse(Predicate<String> partitionKey) {
        refuses = partitionKey;
    }

    void failPuts(int after, int times, int status, String code) {
        failing.fail(after, times, status, code);
    }

    int failedPuts() {
        return failing.failed();
    }

    void listen(Consumer<KinesisStream.Stored> toRecords) {
        listener = toRecords;
    }

    Tail<Integer> batches() {
        return batches;
    }

    KinesisStream stream(String name) {
        var stream = streams.get(name);
        if (stream == null) {
            throw KinesisException.noSuchStream(name);
        }
        return stream;
    }

    void create(String name, int shards) {
        if (streams.putIfAbsent(name, new KinesisStream(name, shards, clock.instant())) != null) {
            throw new KinesisException(400, "ResourceInUseException", "Stream %s already exists.".formatted(name));
        }
    }

    Map<String, ?> call(String operation, JsonNode request, KinesisProtocol protocol) throws IOException {
        return switch (operation) {
            case "CreateStream" -> createStream(request);
            case "DeleteStream" -> deleteStream(request);
            case "ListStreams" -> Map.of("StreamNames", List.copyOf(streams.keySet()), "HasMoreStreams", false);
            case "DescribeStream" -> Map.of("StreamDescription", description(named(request)));
            case "DescribeStreamSummary" -> Map.of("StreamDescriptionSummary", summary(named(request)));
            case "ListShards" -> Map.of("Shards", shards(named(request)));
            case "PutRecord" -> putRecord(request);
            case "PutRecords" -> putRecords(request);
            case "GetShardIterator" -> Map.of("ShardIterator", iterator(request, protocol));
            case "GetRecords" -> getRecords(request);
            default -> throw new KinesisException(400, "UnknownOperationException", operation + " is not simulated");
        };
    }

    private Map<String, ?> createStream(JsonNode request) {
        create(
                request.path("StreamName").asText(),
                Math.max(1, request.path("ShardCount").asInt(1)));
        return Map.of();
    }

    void delete(String name) {
        streams.remove(stream(name).name());
    }

    private Map<String, ?> deleteStream(JsonNode request) {
        delete(named(request).name());
        return Map.of();
    }

    private KinesisStream named(JsonNode request) {
        var name = request.path("StreamName").asText("");
        var arn = request.path("StreamARN").asText("");
        return stream(name.isEmpty() ? arn.substring(arn.lastIndexOf('/') + 1) : name);
    }

    private Map<String, Object> summary(KinesisStream stream) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("StreamName", stream.name());
        summary.put("StreamARN", ARN + stream.name());
        summary.put("StreamStatus", "ACTIVE");
        summary.put("StreamModeDetails", Map.of("StreamMode", "PROVISIONED"));
        summary.put("RetentionPeriodHours", 24);
        summary.put("StreamCreationTimestamp", stream.created());
        summary.put("EnhancedMonitoring", List.of(Map.of("ShardLevelMetrics", List.of())));
        summary.put("EncryptionType", "NONE");
        summary.put("OpenShardCount", stream.shardCount());
        summary.put("ConsumerCount", 0);
        return summary;
    }

    private Map<String, Object> description(KinesisStream stream) {
        var description = summary(stream);
        description.remove("OpenShardCount");
        description.remove("ConsumerCount");
        description.put("Shards", shards(stream));
        description.put("HasMoreShards", false);
        return description;
    }

    private static List<Map<String, ?>> shards(KinesisStream stream) {
        return IntStream.range(0, stream.shardCount())
                .<Map<String, ?>>mapToObj(shard -> Map.of(
                        "ShardId",
                        KinesisStream.shardId(shard),
                        "HashKeyRange",
                        Map.of(
                                "StartingHashKey", stream.firstKey(shard).toString(),
                                "EndingHashKey", stream.lastKey(shard).toString()),
                        "SequenceNumberRange",
                        Map.of("StartingSequenceNumber", KinesisStream.sequenceNumber(0))))
                .toList();
    }

    private Map<String, ?> putRecord(JsonNode request) throws IOException {
        check(request);
        var result = put(named(request), request);
        if (result.containsKey("ErrorCode")) {
            throw new KinesisException(400, result.get("ErrorCode"), result.get("ErrorMessage"));
        }
        return result;
    }

    private Map<String, ?> putRecords(JsonNode request) throws IOException {
        failing.next().ifPresent(failure -> {
            throw new KinesisException(failure.status(), failure.code(), "refused");
        });
        var stream = named(request);
        var records = request.path("Records");
        checkBatch(records);
        batches.add(records.size());
        List<Map<String, String>> results = new ArrayList<>();
        for (var record : records) {
            results.add(put(stream, record));
        }
        var failed = results.stream()
                .filter(result -> result.containsKey("ErrorCode"))
                .count();
        return Map.of("FailedRecordCount", failed, "Records", results, "EncryptionType", "NONE");
    }

    private static void checkBatch(JsonNode records) throws IOException {
        if (records.isEmpty() || records.size() > MAX_RECORDS) {
            throw KinesisException.invalid(
                    "Value at 'records' failed to satisfy constraint: Member must have length between 1 and 500");
        }
        long bytes = 0;
        for (var record : records) {
            bytes += check(record);
        }
        if (bytes > MAX_BATCH_BYTES) {
            throw new KinesisException(400, "InvalidArgumentException", "Records size exceeds 5 MB limit");
        }
    }

    /** Validates a record. @return the bytes that count against the limits */
    private static long check(JsonNode record) throws IOException {
        var key = record.path("PartitionKey").asText("");
        if (key.isEmpty() || key.codePointCount(0, key.length()) > MAX_KEY_CHARACTERS) {
            throw KinesisException.invalid(
                    "Value at 'partitionKey' failed to satisfy constraint: Member must have length between 1 and 256");
        }
        var size = record.path("Data").binaryValue().length + key.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_RECORD_BYTES) {
            throw KinesisException.invalid(
                    "Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576");
        }
        return size;
    }

    private Map<String, String> put(KinesisStream stream, JsonNode record) throws IOException {
        var key = record.path("PartitionKey").asText();
        if (refuses.test(key)) {
            return Map.of(
                    "ErrorCode",
                    "ProvisionedThroughputExceededException",
                    "ErrorMessage",
                    "Rate exceeded for shard in stream %s.".formatted(stream.name()));
        }
        var hashKey = record.hasNonNull("ExplicitHashKey")
                ? record.path("ExplicitHashKey").asText()
                : null;
        var stored = stream.put(key, hashKey, record.path("Data").binaryValue(), clock.instant());
        listener.accept(stored);
        return Map.of("ShardId", stored.shardId(), "SequenceNumber", stored.sequenceNumber());
    }

    private String iterator(JsonNode request, KinesisProtocol protocol) {
        var stream = named(request);
        var shard = shardNumber(request.path("ShardId").asText());
        var given = request.path("StartingSequenceNumber").asText("");
        long from =
                switch (request.path("ShardIteratorType").asText()) {
                    case "LATEST" -> stream.end(shard);
                    case "AT_SEQUENCE_NUMBER" -> KinesisStream.sequence(given);
                    case "AFTER_SEQUENCE_NUMBER" -> KinesisStream.sequence(given) + 1;
                    case "AT_TIMESTAMP" -> {
                        var since = protocol.time(request.path("Timestamp"));
                        yield stream.firstSince(shard, since);
                    }
                    default -> 0;
                };
        return token(stream.name(), shard, from);
    }

    private static int shardNumber(String shardId) {
        return Integer.parseInt(shardId.substring(shardId.indexOf('-') + 1));
    }

    private static String token(String stream, int shard, long from) {
        var place = "%s/%d/%d".formatted(stream, shard, from);
        return Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, ?> getRecords(JsonNode request) {
        var token = request.path("ShardIterator").asText();
        var place = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("/");
        var stream = stream(place[0]);
        var shard = Integer.parseInt(place[1]);
        var from = Long.parseLong(place[2]);
        var records = stream.read(shard, from, request.path("Limit").asInt(10_000));
        var next = records.isEmpty() ? from : records.get(records.size() - 1).sequence() + 1;
        var behind = next < stream.end(shard) ? 1_000L : 0L;
        return Map.of(
                "Records",
                records.stream().map(KinesisOperations::record).toList(),
                "NextShardIterator",
                token(stream.name(), shard, next),
                "MillisBehindLatest",
                behind);
    }

    private static Map<String, ?> record(KinesisStream.Stored stored) {
        return Map.of(
                "SequenceNumber", stored.sequenceNumber(),
                "ApproximateArrivalTimestamp", stored.arrived(),
                "Data", stored.data(),
                "PartitionKey", stored.partitionKey());
    }
}
