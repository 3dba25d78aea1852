package io.tourbus.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.bench.StubServer.Reply;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A stub Kinesis that accepts PutRecords in JSON and CBOR, counts the records, and discards them. */
final class StreamStub extends StubServer {

    /**
     * What the stream has received.
     *
     * @param calls number of PutRecords calls
     * @param payloadUnits number of units of up to 25 KiB per record, which AWS bills for provisioned streams
     */
    record Sum(long calls, long payloadUnits, ContentChecksum.Sum content) {}

    private static final int PAYLOAD_UNIT = 25 << 10;
    private static final String CBOR = "application/x-amz-cbor-1.1";
    private static final String JSON = "application/x-amz-json-1.1";
    private static final Map<String, JsonFactory> FORMATS = Map.of(CBOR, new CBORFactory(), JSON, new JsonFactory());

    private record Answer(String format, int records) {}

    private final LongAdder calls = new LongAdder();
    private final LongAdder payloadUnits = new LongAdder();
    private final ContentChecksum content = new ContentChecksum();
    private final Map<Answer, byte[]> answers = new ConcurrentHashMap<>();

    StreamStub(Optional<ServerCertificate> certificate) throws IOException {
        super("stream", certificate);
        start();
    }

    Sum sum() {
        return new Sum(calls.sum(), payloadUnits.sum(), content.sum());
    }

    void reset() {
        calls.reset();
        payloadUnits.reset();
        content.reset();
    }

    @Override
    Reply handle(HttpExchange exchange, byte[] body) throws IOException {
        var headers = exchange.getRequestHeaders();
        var target = String.valueOf(headers.getFirst("X-Amz-Target"));
        var format = headers.getFirst("Content-Type").startsWith(CBOR) ? CBOR : JSON;
        if (target.endsWith(".DescribeStreamSummary")) {
            return new Reply(200, Map.of("Content-Type", format), List.of(description(format)));
        }
        if (!target.endsWith(".PutRecords")) {
            return Reply.json(400, "{\"__type\":\"UnknownOperationException\"}");
        }
        var records = take(FORMATS.get(format), body);
        calls.increment();
        return new Reply(
                200,
                Map.of("Content-Type", format),
                List.of(answers.computeIfAbsent(new Answer(format, records), StreamStub::rendered)));
    }

    private static byte[] description(String format) throws IOException {
        var summary = Map.of(
                "StreamName",
                "bench",
                "StreamARN",
                "arn:aws:kinesis:us-east-1:000000000000:stream/bench",
                "StreamStatus",
                "ACTIVE",
                "RetentionPeriodHours",
                24,
                "OpenShardCount",
                1,
                "EnhancedMonitoring",
                List.of());
        return new ObjectMapper(FORMATS.get(format)).writeValueAsBytes(Map.of("StreamDescriptionSummary", summary));
    }

    private int take(JsonFactory format, byte[] body) throws IOException {
        int records = 0;
        try (var parser = format.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("Data")) {
                    parser.nextToken();
                    take(parser.getBinaryValue());
                    records++;
                }
            }
        }
        return records;
    }

    private void take(byte[] data) {
        content.add(data);
        payloadUnits.add((data.length + PAYLOAD_UNIT - 1) / PAYLOAD_UNIT);
    }

    private static byte[] rendered(Answer answer) {
        var record = Map.of(
                "ShardId",
                "shardId-000000000000",
                "SequenceNumber",
                "49600000000000000000000000000000000000000000000000000000");
        var records = Collections.nCopies(answer.records(), record);
        try {
            return new ObjectMapper(FORMATS.get(answer.format()))
                    .writeValueAsBytes(Map.of("FailedRecordCount", 0, "EncryptionType", "NONE", "Records", records));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to memory.", e);
        }
    }
}
