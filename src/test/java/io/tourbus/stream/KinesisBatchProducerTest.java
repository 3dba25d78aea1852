package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** The producer in a Camel context, with a YAML route and a bound client. */
class KinesisBatchProducerTest {
    private static final String ROUTE = """
            - route:
                id: deliver-to-stream
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:stream
                  steps:
                    - to:
                        uri: aws2-kinesis-batch
                        parameters:
                          streamName: concerts
                          maxBatchRecords: 3
                          maxRecordBytes: 100
                          maxAttempts: 2
                          backoffInitialDelay: 0
                          backoffMaxDelay: 0
            """;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private ScriptedStream stream;
    private StubKinesis client;

    @BeforeEach
    void useAcceptingStream() {
        useStream(ScriptedStream.acceptingAll());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void eachRecordGetsTheKeyOfItsIndex() {
        Exchange sent = send(List.of(bytes("a"), bytes("b"), bytes("c"), bytes("d")), keys("1", "2", "3", "4"));

        assertThat(sent.getException()).isNull();
        assertThat(client.streamName()).isEqualTo("concerts");
        assertThat(stream.callSizes()).containsExactly(3, 1);
        assertThat(stream.calls().stream().flatMap(List::stream).map(PutRecordsRequestEntry::partitionKey))
                .containsExactly("1", "2", "3", "4");
        assertThat(stream.texts()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void withoutAListAllRecordsGetTheOneKey() {
        send(List.of("a", "b"), Map.of(KinesisBatchProducer.PARTITION_KEY, "only"));

        assertThat(stream.calls().get(0))
                .extracting(PutRecordsRequestEntry::partitionKey)
                .containsExactly("only", "only");
    }

    @Test
    void aRecordCanBeAnyTypeThatCamelConvertsToBytes() {
        send(
                List.of(
                        bytes("bytes"),
                        "tëxt",
                        ByteBuffer.wrap(bytes("buffer")),
                        new ByteArrayInputStream(bytes("stream"))),
                Map.of(KinesisBatchProducer.PARTITION_KEY, "key"));

        assertThat(stream.texts()).containsExactly("bytes", "tëxt", "buffer", "stream");
    }

    @Test
    void anyOtherBodyIsOneRecord() {
        send(bytes("alone"), Map.of(KinesisBatchProducer.PARTITION_KEY, "key"));

        assertThat(stream.texts()).containsExactly("alone");
    }

    @Test
    void theHeadersContainTheCounts() {
        Exchange sent = send(List.of("a", "bb", "ccc", "d"), keys("1", "2", "3", "4"));

        assertThat(sent.getMessage().getHeaders())
                .containsEntry(KinesisBatchProducer.SENT, 4)
                .containsEntry(KinesisBatchProducer.BYTES, 11L)
                .containsEntry(KinesisBatchProducer.CALLS, 2)
                .containsEntry(KinesisBatchProducer.RESENT, 0)
                .containsEntry("CamelAwsKinesisRecordCount", 4)
                .containsEntry("CamelAwsKinesisFailedRecordCount", 0);
    }

    @Test
    void theExceptionContainsRefusedRecordsAndHeadersAreSet() {
        useStream(new ScriptedStream(
                (call, entry) -> entry.partitionKey().equals("2") ? Optional.of("InternalFailure") : Optional.empty()));

        Exchange sent = send(List.of("a", "b", "c", "d", "e".repeat(100)), keys("1", "2", "3", "4", "5"));

        assertThat(sent.getException(RecordsRefusedException.class).refused())
                .extracting(
                        RefusedRecord::index,
                        RefusedRecord::partitionKey,
                        record -> new String(record.data(), UTF_8),
                        RefusedRecord::size,
                        RefusedRecord::errorCode,
                        RefusedRecord::errorMessage,
                        RefusedRecord::attempts)
                .containsExactly(
                        tuple(1, "2", "b", 2, "InternalFailure", "scripted", 2),
                        tuple(
                                4,
                                "5",
                                "e".repeat(100),
                                101,
                                RefusedRecord.TOO_LARGE,
                                "101 bytes including the key; the maximum is 100",
                                0));
        assertThat(stream.callSizes()).containsExactly(3, 1, 1);
        assertThat(sent.getMessage().getHeaders())
                .containsEntry(KinesisBatchProducer.SENT, 3)
                .containsEntry(KinesisBatchProducer.CALLS, 3)
                .containsEntry(KinesisBatchProducer.RESENT, 1)
                .containsEntry("CamelAwsKinesisRecordCount", 5)
                .containsEntry("CamelAwsKinesisFailedRecordCount", 2);
    }

    @Test
    void aMissingStreamIsReportedWithTheMessageOfTheService() {
        useStream(new ScriptedStream((call, entry) -> {
            throw ResourceNotFoundException.builder()
                    .message("Stream concerts not found")
                    .build();
        }));

        Exchange sent = send(List.of("a"), keys("1"));

        assertThat(sent.getException())
                .isInstanceOf(BatchAbortedException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class)
                .hasMessage("Stream concerts did not accept 1 of 1 records: 1 ResourceNotFoundException;"
                        + " aborted: ResourceNotFoundException: Stream concerts not found");
        assertThat(sent.getMessage().getHeader(KinesisBatchProducer.SENT)).isEqualTo(0);
    }

    static Stream<Arguments> invalidMessages() {
        return Stream.of(
                Arguments.of(List.of("a"), Map.of(), "No partition key in CamelAwsKinesisPartitionKey"),
                Arguments.of(List.of("a", "b"), keys("1"), "has 1 keys, but the body has 2 records"),
                Arguments.of(List.of("a"), keys("1", "2"), "has 2 keys, but the body has 1 records"),
                Arguments.of(lazy("a", "b"), keys("1"), "has 1 keys, but the body has more records"),
                Arguments.of(lazy("a"), keys("1", "2"), "has 2 keys, but the body has 1 records"),
                Arguments.of(
                        List.of("a", "b"),
                        keys("1", ""),
                        "No partition key in CamelAwsKinesisPartitionKeys at index 1"),
                Arguments.of(List.of("a", "b"), keys("1", null), "at index 1"),
                Arguments.of(
                        List.of("a"), Map.of(KinesisBatchProducer.PARTITION_KEYS, "1"), "java.lang.String, not a List"),
                Arguments.of(List.of(new Date()), keys("1"), "Record 0 of the body is a java.util.Date"),
                Arguments.of(Arrays.asList("a", null), keys("1", "2"), "Record 1 of the body is null"),
                Arguments.of(null, keys("1"), "no body"));
    }

    @ParameterizedTest
    @MethodSource("invalidMessages")
    void anInvalidMessageFailsWithAClearMessage(Object body, Map<String, Object> headers, String words) {
        Exchange sent = send(body, headers);

        assertThat(sent.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(stream.calls()).isEmpty();
    }

    private void useStream(ScriptedStream scripted) {
        stream = scripted;
        client = new StubKinesis(scripted);
    }

    private Exchange send(Object body, Map<String, Object> headers) {
        start();
        return context.createFluentProducerTemplate()
                .to("direct:stream")
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeaders(new HashMap<>(headers));
                })
                .send();
    }

    private void start() {
        context.getRegistry().bind("kinesis", client);
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("stream.camel.yaml", ROUTE));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.start();
    }

    private static Map<String, Object> keys(String... keys) {
        return Map.of(KinesisBatchProducer.PARTITION_KEYS, Arrays.asList(keys));
    }

    private static Iterable<String> lazy(String... records) {
        return () -> Arrays.asList(records).iterator();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
