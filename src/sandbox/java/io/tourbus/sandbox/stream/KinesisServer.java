package io.tourbus.sandbox.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.SimulatedServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A simulated Kinesis that keeps the end of each stream in memory, with both protocols and the limits of the real service. It does
 * not check signatures or split shards.
 */
public final class KinesisServer extends SimulatedServer {

    private final KinesisOperations operations;

    /** @param port 0 for any free port */
    public KinesisServer(int port, Clock clock) throws IOException {
        super("kinesis", port, clock);
        this.operations = new KinesisOperations(clock);
        start();
    }

    public URI endpoint() {
        return address();
    }

    public void createStream(String name, int shards) {
        operations.create(name, shards);
    }

    public void deleteStream(String name) {
        operations.delete(name);
    }

    /** Returns the kept records of a stream by shard, in the order of arrival within each shard. */
    public List<KinesisStream.Stored> records(String stream) {
        var found = operations.stream(stream);
        return IntStream.range(0, found.shardCount())
                .boxed()
                .flatMap(shard -> found.read(shard, 0, Integer.MAX_VALUE).stream())
                .toList();
    }

    /** Refuses records with matching partition keys, until the next call of this method. */
    public void refuse(Predicate<String> partitionKey) {
        operations.refuse(partitionKey);
    }

    /** Lets PutRecords calls fail with an error and without effect, after a number of successful calls. */
    public void failPuts(int after, int times, int status, String code) {
        operations.failPuts(after, times, status, code);
    }

    /** Returns the number of failed PutRecords calls. */
    public int failedPuts() {
        return operations.failedPuts();
    }

    /** Returns the number of records of each of the last PutRecords calls. */
    public List<Integer> batches() {
        return operations.batches().items();
    }

    /** Returns the number of PutRecords calls. */
    public long batchCount() {
        return operations.batches().count();
    }

    /** Returns the number of records that a stream has accepted. */
    public long accepted(String stream) {
        var found = operations.stream(stream);
        return IntStream.range(0, found.shardCount()).mapToLong(found::end).sum();
    }

    /** Passes each record that a stream accepts from now on to a listener, which may be called by several threads. */
    public void listen(Consumer<KinesisStream.Stored> listener) {
        operations.listen(listener);
    }

    @Override
    protected Reply handle(HttpExchange exchange, byte[] body) throws IOException {
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
}
