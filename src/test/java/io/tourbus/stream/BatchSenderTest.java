package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

class BatchSenderTest {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final BatchLimits LIMITS = BatchLimits.DEFAULT;
    private static final Backoff THREE_ATTEMPTS = new Backoff(3, 100, 10_000);

    private final List<Long> waits = new ArrayList<>();
    private final SendCounters counters = new SendCounters(new SendCounters.Totals());

    @Test
    void aBodyIsSentInOrderInBatchesOfUpTo500() {
        ScriptedStream stream = ScriptedStream.acceptingAll();

        send(stream, records(1001));

        assertThat(stream.callSizes()).containsExactly(500, 500, 1);
        assertThat(stream.texts()).isEqualTo(texts(1001));
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(1001);
        assertThat(counters.get(SendCounters.Count.BYTES))
                .isEqualTo(records(1001).stream().mapToLong(StreamRecord::size).sum());
        assertThat(counters.get(SendCounters.Count.CALLS)).isEqualTo(3);
        assertThat(counters.get(SendCounters.Count.RESENT)).isZero();
        assertThat(waits).isEmpty();
    }

    @Test
    void anEmptyBodyMakesNoCall() {
        ScriptedStream stream = ScriptedStream.acceptingAll();

        send(stream, List.of());

        assertThat(stream.calls()).isEmpty();
    }

    @Test
    void aRefusedRecordIsResentAloneWithItsKey() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> refuse(call == 1 && is(entry, "record-137")));

        send(stream, records(500));

        assertThat(stream.callSizes()).containsExactly(500, 1);
        assertThat(stream.calls().get(1)).singleElement().satisfies(entry -> {
            assertThat(entry.partitionKey()).isEqualTo("key-137");
            assertThat(entry.data().asUtf8String()).isEqualTo("record-137");
        });
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(500);
        assertThat(counters.get(SendCounters.Count.RESENT)).isEqualTo(1);
        assertThat(counters.refused()).isEmpty();
    }

    @Test
    void aRecordRefusedAtEveryAttemptIsReportedAndTheOthersAreSentOnce() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> refuse(is(entry, "record-137")));

        List<StreamRecord> records = records(600);

        RecordsRefusedException refused = refusalOf(stream, records);

        assertThat(stream.callSizes()).containsExactly(500, 1, 1, 100);
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(599);
        assertThat(refused.refused()).containsExactly(new RefusedRecord(records.get(137), THROTTLED, "scripted", 3));
        assertThat(refused).isNotInstanceOf(BatchAbortedException.class);
    }

    @Test
    void anInternalFailureOfOneRecordIsResentLikeAThrottledOne() {
        ScriptedStream stream = new ScriptedStream((call, entry) ->
                call == 1 && is(entry, "record-3") ? Optional.of("InternalFailure") : Optional.empty());

        send(stream, records(10));

        assertThat(stream.textsOfCall(2)).containsExactly("record-3");
    }

    @Test
    void refusedRecordsAreResentInTheirOrder() {
        ScriptedStream stream = new ScriptedStream(
                (call, entry) -> refuse(call == 1 && entry.partitionKey().endsWith("7")));

        send(stream, records(50));

        assertThat(stream.textsOfCall(2))
                .containsExactly("record-7", "record-17", "record-27", "record-37", "record-47");
    }

    @Test
    void aTooLargeRecordDoesNotBlockTheOthers() {
        ScriptedStream stream = ScriptedStream.acceptingAll();
        StreamRecord giant = new StreamRecord(1, "key", new byte[LIMITS.maxRecordBytes() - 2]);

        RecordsRefusedException refused = refusalOf(stream, List.of(record(0), giant, record(2)));

        assertThat(stream.texts()).containsExactly("record-0", "record-2");
        assertThat(stream.calls()).hasSize(1);
        assertThat(refused.refused()).singleElement().satisfies(record -> {
            assertThat(record.index()).isEqualTo(1);
            assertThat(record.size()).isEqualTo(LIMITS.maxRecordBytes() + 1);
            assertThat(record.errorCode()).isEqualTo(RefusedRecord.TOO_LARGE);
        });
    }

    @Test
    void aRecordOfExactlyTheLimitIsSent() {
        ScriptedStream stream = ScriptedStream.acceptingAll();

        send(stream, List.of(new StreamRecord(0, "key", new byte[LIMITS.maxRecordBytes() - 3])));

        assertThat(stream.callSizes()).containsExactly(1);
    }

    @Test
    void aTooLongKeyDoesNotFailItsBatch() {
        ScriptedStream stream = ScriptedStream.acceptingAll();
        StreamRecord longest = new StreamRecord(0, "ü".repeat(256), "longest".getBytes(UTF_8));
        StreamRecord tooLong = new StreamRecord(1, "k".repeat(257), "too long".getBytes(UTF_8));

        RecordsRefusedException refused = refusalOf(stream, List.of(longest, tooLong));

        assertThat(stream.texts()).containsExactly("longest");
        assertThat(refused.refused()).extracting(RefusedRecord::errorCode).containsExactly(RefusedRecord.KEY_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fiveMebibytesAndFiveHundredRecordsAreNeverExceeded(long seed) {
        Random random = new Random(seed);
        List<StreamRecord> records = IntStream.range(0, 1500)
                .mapToObj(i ->
                        new StreamRecord(i, "ключ-" + i, new byte[random.nextInt(1, 1 << random.nextInt(1, 20))]))
                .toList();
        ScriptedStream stream = ScriptedStream.acceptingAll();

        send(stream, records);

        assertThat(stream.calls()).allSatisfy(call -> {
            assertThat(call).hasSizeBetween(1, 500);
            assertThat(call.stream().mapToLong(BatchSenderTest::size).sum()).isLessThanOrEqualTo(5 * 1024 * 1024);
        });
        assertThat(stream.calls().stream().flatMap(List::stream).map(PutRecordsRequestEntry::partitionKey))
                .containsExactlyElementsOf(
                        records.stream().map(StreamRecord::partitionKey).toList());
        assertBatchesAreFull(stream.calls());
    }

    @Test
    void aThrottledShardCausesBackoffWithJitter() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> refuse(call < 6));
        Iterator<Double> random = List.of(0.0, 1.0, 0.5, 0.25, 0.0).iterator();
        BatchSender sender = new BatchSender(
                "concerts",
                stream,
                LIMITS,
                new Backoff(6, 100, 1000),
                new AimdRateLimiter(1, 0, () -> 0),
                waits::add,
                random::next);

        sender.send(records(1).iterator(), counters);

        assertThat(waits).containsExactly(50L, 200L, 300L, 500L, 500L);
    }

    @Test
    void recordsOfAThrottledShardFailAfterTheLastAttempt() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> refuse(true));

        RecordsRefusedException refused = refusalOf(stream, records(700));

        assertThat(stream.callSizes()).containsExactly(500, 500, 500, 200, 200, 200);
        assertThat(waits).hasSize(4);
        assertThat(refused.refused())
                .extracting(RefusedRecord::index)
                .isEqualTo(IntStream.range(0, 700).boxed().toList());
    }

    @Test
    void atMostOneBatchAndOneRecordAreReadAhead() {
        AtomicInteger read = new AtomicInteger();
        List<Integer> readAtCall = new ArrayList<>();
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            readAtCall.add(read.get());
            return Optional.empty();
        });
        Iterator<StreamRecord> lazy =
                records(2000).stream().peek(record -> read.incrementAndGet()).iterator();

        sender(stream).send(lazy, counters);

        assertThat(Stream.of(0, 500, 1000, 1500).map(readAtCall::get)).containsExactly(501, 1001, 1501, 2000);
    }

    @Test
    void theMessageIsOneLineWithCountsByCode() {
        ScriptedStream stream =
                new ScriptedStream((call, entry) -> refuse(is(entry, "record-0") || is(entry, "record-2")));
        StreamRecord giant = new StreamRecord(3, "key", new byte[2_000_000]);

        RecordsRefusedException refused = refusalOf(stream, List.of(record(0), record(1), record(2), giant));

        assertThat(refused)
                .hasMessage("Stream concerts did not accept 3 of 4 records: 2 " + THROTTLED + ", 1 RecordTooLarge");
        assertThat(refused.refused()).extracting(RefusedRecord::index).containsExactly(0, 2, 3);
    }

    @Test
    void manyThreadsCanSendConcurrently() {
        AtomicInteger refusals = new AtomicInteger();
        ScriptedStream stream = new ScriptedStream((call, entry) -> refuse(refusals.incrementAndGet() % 7 == 0));
        BatchSender sender = new BatchSender(
                "concerts",
                stream,
                LIMITS,
                new Backoff(50, 0, 0),
                new AimdRateLimiter(1, 0, () -> 0),
                wait -> {},
                () -> 0.5);

        IntStream.range(0, 16).parallel().forEach(thread -> {
            SendCounters own = new SendCounters(new SendCounters.Totals());
            assertThatCode(() -> sender.send(records(1200).iterator(), own)).doesNotThrowAnyException();
            assertThat(own.get(SendCounters.Count.SENT)).isEqualTo(1200);
        });

        assertThat(stream.texts()).hasSize(16 * 1200);
    }

    private void assertBatchesAreFull(List<List<PutRecordsRequestEntry>> calls) {
        IntStream.range(1, calls.size()).forEach(i -> {
            long before =
                    calls.get(i - 1).stream().mapToLong(BatchSenderTest::size).sum();
            boolean full =
                    calls.get(i - 1).size() == 500 || before + size(calls.get(i).get(0)) > LIMITS.maxBytes();
            assertThat(full).as("batch %d is full", i - 1).isTrue();
        });
    }

    private BatchSender sender(ScriptedStream stream) {
        return new BatchSender(
                "concerts", stream, LIMITS, THREE_ATTEMPTS, new AimdRateLimiter(1, 0, () -> 0), waits::add, () -> 0.5);
    }

    private void send(ScriptedStream stream, List<StreamRecord> records) {
        sender(stream).send(records.iterator(), counters);
    }

    private RecordsRefusedException refusalOf(ScriptedStream stream, List<StreamRecord> records) {
        return catchThrowableOfType(RecordsRefusedException.class, () -> send(stream, records));
    }

    private static Optional<String> refuse(boolean refused) {
        return refused ? Optional.of(THROTTLED) : Optional.empty();
    }

    private static boolean is(PutRecordsRequestEntry entry, String text) {
        return entry.data().asUtf8String().equals(text);
    }

    private static long size(PutRecordsRequestEntry entry) {
        return entry.data().asByteArrayUnsafe().length + entry.partitionKey().getBytes(UTF_8).length;
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.range(0, count).mapToObj(BatchSenderTest::record).toList();
    }

    private static StreamRecord record(int index) {
        return new StreamRecord(index, "key-" + index, ("record-" + index).getBytes(UTF_8));
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "record-" + i).toList();
    }
}
