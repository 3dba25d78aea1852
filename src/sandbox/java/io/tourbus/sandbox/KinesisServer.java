package io.tourbus.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A Kinesis in memory: streams with shards, put and read over its two protocols, with its limits. It does not check
 * signatures, never splits or expires anything, and forgets all when it is closed.
 */
public final class KinesisServer implements AutoCloseable {

    private final LocalServer server;
    private final KinesisOperations operations;

    /** @param port 0 for any that is free */
    public KinesisServer(int port, Clock clock) throws IOException {
        this.operations = new KinesisOperations(clock);
        this.server = new LocalServer("kinesis", port, this::handle, clock);
    }

    public URI endpoint() {
        return server.address();
    }

    public Faults faults() {
        return server.faults();
    }

    public void createStream(String name, int shards) {
        operations.create(name, shards);
    }

    /** The records of a stream, shard by shard in their order. */
    public List<KinesisStream.Stored> records(String stream) {
        var found = operations.stream(stream);
        return IntStream.range(0, found.shardCount())
                .boxed()
                .flatMap(shard -> found.read(shard, 0, Integer.MAX_VALUE).stream())
                .toList();
    }

    /** Refuses records, by their partition key, until it is told otherwise. */
    public void refuse(Predicate<String> partitionKey) {
        operations.refuse(partitionKey);
    }

    /** After so many calls of PutRecords, the next ones fail with an error of Kinesis, and no record is taken. */
    public void failPuts(int after, int times, int status, String code) {
        operations.failPuts(after, times, status, code);
    }

    /** How many calls of PutRecords failed so. */
    public int failedPuts() {
        return operations.failedPuts();
    }

    /** How many records each call of PutRecords brought. */
    public List<Integer> batches() {
        return operations.batches();
    }

    private Reply handle(HttpExchange exchange, byte[] body) throws IOException {
        var headers = exchange.getRequestHeaders();
        var protocol = KinesisProtocol.of(headers.getFirst("Content-Type"));
        var target = String.valueOf(headers.getFirst("X-Amz-Target"));
        return answer(protocol, target.substring(target.indexOf('.') + 1), body)
                .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }

    private Reply answer(KinesisProtocol protocol, String operation, byte[] body) throws IOException {
        try {
            JsonNode request = protocol.read(body);
            return protocol.reply(200, operations.call(operation, request, protocol));
        } catch (KinesisException e) {
            return protocol.reply(e.status(), Map.of("__type", e.code(), "message", e.getMessage()))
                    .with("x-amzn-ErrorType", e.code());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
