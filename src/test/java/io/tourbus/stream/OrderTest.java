package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** The order in which records arrive in the stream. The data of each record is its position in the body. */
class OrderTest {
    private static final BatchLimits LOOSE = BatchLimits.DEFAULT;
    private static final BatchLimits STRICT =
            new BatchLimits(LOOSE.maxRecords(), LOOSE.maxBytes(), LOOSE.maxRecordBytes(), true);

    private final SendCounters counters = new SendCounters(new SendCounters.Totals());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void batchesArriveInOrder(long seed) {
        ScriptedStream stream = refusingOneInTen(seed);

        send(stream, LOOSE, 50, records(2000, 20));

        assertThat(stream.texts().stream().map(place -> Integer.parseInt(place) / 500))
                .isSorted()
                .hasSize(2000);
        assertThat(counters.get(SendCounters.Count.RESENT)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theRecordsOfEachCallAreInOrder(long seed) {
        ScriptedStream stream = refusingOneInTen(seed);

        send(stream, LOOSE, 50, records(2000, 20));

        assertThat(stream.calls())
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        call -> assertThat(call.stream().map(OrderTest::place)).isSorted());
    }

    @Test
    void aRefusedRecordArrivesAfterLaterOnesOfItsKeyInTheSameCall() {
        ScriptedStream stream = refusingTheFirst("0");

        send(stream, LOOSE, 3, records(3, 1));

        assertThat(stream.texts()).containsExactly("1", "2", "0");
    }

    @Test
    void strictOrderKeepsARefusedRecordInOrder() {
        ScriptedStream stream = refusingTheFirst("0");

        send(stream, STRICT, 3, records(3, 1));

        assertThat(stream.texts()).containsExactly("0", "1", "2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void strictOrderKeepsAllRecordsOfAKeyInOrder(long seed) {
        ScriptedStream stream = refusingOneInTen(seed);
        Random keys = new Random(seed);
        List<StreamRecord> records = IntStream.range(0, 3000)
                .mapToObj(place -> record(place, keys.nextInt(400)))
                .toList();

        send(stream, STRICT, 50, records);

        Map<String, List<PutRecordsRequestEntry>> byKey =
                stream.accepted().stream().collect(groupingBy(PutRecordsRequestEntry::partitionKey));
        assertThat(byKey.values())
                .allSatisfy(ofKey ->
                        assertThat(ofKey.stream().map(OrderTest::place)).isSorted());
        assertThat(stream.accepted()).hasSize(3000);
        assertThat(counters.get(SendCounters.Count.RESENT)).isPositive();
    }

    @Test
    void strictOrderNeedsNoExtraCallsForDifferentKeys() {
        ScriptedStream stream = ScriptedStream.acceptingAll();

        send(stream, STRICT, 3, records(1000, 1000));

        assertThat(stream.callSizes()).containsExactly(500, 500);
    }

    @Test
    void aFailedRecordDoesNotBlockLaterOnesOfItsKey() {
        ScriptedStream stream = new ScriptedStream(
                (call, entry) -> place(entry) == 0 ? Optional.of("InternalFailure") : Optional.empty());

        RecordsRefusedException refused =
                catchThrowableOfType(RecordsRefusedException.class, () -> send(stream, STRICT, 3, records(3, 1)));

        assertThat(stream.texts()).containsExactly("1", "2");
        assertThat(refused.refused()).extracting(RefusedRecord::index).containsExactly(0);
    }

    private static ScriptedStream refusingOneInTen(long seed) {
        Random random = new Random(seed);
        return new ScriptedStream(
                (call, entry) -> random.nextInt(10) == 0 ? Optional.of("InternalFailure") : Optional.empty());
    }

    private static ScriptedStream refusingTheFirst(String place) {
        return new ScriptedStream(
                (call, entry) -> call == 1 && entry.data().asUtf8String().equals(place)
                        ? Optional.of("InternalFailure")
                        : Optional.empty());
    }

    private void send(ScriptedStream stream, BatchLimits limits, int maxAttempts, List<StreamRecord> records) {
        new BatchSender(
                        "concerts",
                        stream,
                        limits,
                        new Backoff(maxAttempts, 0, 0),
                        new AimdRateLimiter(1, 0, () -> 0),
                        wait -> {},
                        () -> 0.5)
                .send(records.iterator(), counters);
    }

    private static List<StreamRecord> records(int count, int keys) {
        return IntStream.range(0, count)
                .mapToObj(place -> record(place, place % keys))
                .toList();
    }

    private static StreamRecord record(int place, int key) {
        return new StreamRecord(place, "key-" + key, String.valueOf(place).getBytes(UTF_8));
    }

    private static int place(PutRecordsRequestEntry entry) {
        return Integer.parseInt(entry.data().asUtf8String());
    }
}
