package io.tourbus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class RecordSenderTest {

    private static final BatchLimits LIMITS = new BatchLimits(500, 5L << 20, 1L << 20);

    private final List<List<String>> calls = new ArrayList<>();
    private final List<Long> bytesOfCalls = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void oneRefusedOf500IsResentAloneWithItsKey() {
        var sent = sender((key, call) -> key.equals("key-7") && call == 1).send(records(500, 10));

        assertThat(calls).hasSize(2);
        assertThat(calls.get(0)).hasSize(500);
        assertThat(calls.get(1)).containsExactly("key-7");
        assertThat(sent).isEqualTo(new Sent(500, 5_000, 2));
    }

    @Test
    void whatStaysRefusedIsNamedAndTheOthersAreSent() {
        var sender = sender((key, call) -> key.equals("key-3"));

        var refusal = catchThrowableOfType(RecordsRefusedException.class, () -> sender.send(records(600, 10)));

        assertThat(refusal.sent().records()).isEqualTo(599);
        assertThat(refusal.refused()).singleElement().satisfies(record -> {
            assertThat(record.index()).isEqualTo(3);
            assertThat(record.partitionKey()).isEqualTo("key-3");
            assertThat(record.code()).isEqualTo("ProvisionedThroughputExceededException");
        });
        assertThat(refusal).hasMessageContaining("refused 1 records and took 599");
        assertThat(calls).hasSize(6);
    }

    @Test
    void fiveMebibytesAndFiveHundredRecordsAreNeverExceeded() {
        var random = new Random(42);
        var sizes = random.ints(3_000, 1, 60_000).toArray();

        var sent = sender((key, call) -> false).send(records(sizes));

        assertThat(sent.records()).isEqualTo(3_000);
        assertThat(sent.bytes()).isEqualTo(IntStream.of(sizes).asLongStream().sum());
        assertThat(calls).allMatch(call -> call.size() <= 500);
        assertThat(bytesOfCalls).allMatch(bytes -> bytes <= 5L << 20);
    }

    @Test
    void aRecordOverTheLimitDoesNotHoldUpTheOthers() {
        var sender = sender((key, call) -> false);

        var refusal = catchThrowableOfType(
                RecordsRefusedException.class, () -> sender.send(records(10, (1 << 20) - 5, (1 << 20) - 4, 20)));

        assertThat(calls).containsExactly(List.of("key-0", "key-1", "key-3"));
        assertThat(refusal.refused()).singleElement().satisfies(record -> {
            assertThat(record.index()).isEqualTo(2);
            assertThat(record.size()).isEqualTo((1 << 20) + 1);
            assertThat(record.code()).isEqualTo("RecordTooLarge");
        });
    }

    @Test
    void aBatchIsSettledBeforeTheNextOneIsSentSoThatKeysKeepTheirOrder() {
        sender((key, call) -> key.equals("key-499") && call < 3).send(records(1_000, 10));

        assertThat(calls).extracting(List::size).containsExactly(500, 1, 1, 500);
    }

    @Test
    void refusedRecordsAreResentInTheirOrder() {
        sender((key, call) -> call == 1 && Integer.parseInt(key.substring(4)) % 2 == 0)
                .send(records(6, 10));

        assertThat(calls.get(1)).containsExactly("key-0", "key-2", "key-4");
    }

    @Test
    void aThrottledShardIsWaitedForLongerEachTimeWithJitterAndNotForEver() {
        assertThatThrownBy(() -> sender((key, call) -> true).send(records(1, 10)))
                .isInstanceOf(RecordsRefusedException.class);

        assertThat(pauses).hasSize(4);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(pauses.get(3)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_000));
    }

    @Test
    void aCallThatFailsAsAWholeIsMadeAgain() {
        List<Integer> failures = new ArrayList<>(List.of(1, 2));
        var sender = new RecordSender(
                "stream",
                request -> {
                    if (!failures.isEmpty()) {
                        failures.remove(0);
                        throw SdkClientException.create("connection reset");
                    }
                    return answer(request, (key, call) -> false);
                },
                LIMITS,
                new Backoff(5, Duration.ofMillis(200), Duration.ofSeconds(1)),
                pauses::add,
                new Random(1));

        assertThat(sender.send(records(3, 10))).isEqualTo(new Sent(3, 30, 3));
    }

    @Test
    void aMissingStreamIsNotAskedTwice() {
        var sender = new RecordSender(
                "stream",
                request -> {
                    calls.add(List.of());
                    throw ResourceNotFoundException.builder().statusCode(400).build();
                },
                LIMITS,
                new Backoff(5, Duration.ofMillis(200), Duration.ofSeconds(1)),
                pauses::add,
                new Random(1));

        assertThatThrownBy(() -> sender.send(records(3, 10))).isInstanceOf(ResourceNotFoundException.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    void nothingToSendNeedsNoCall() {
        assertThat(sender((key, call) -> false).send(records())).isEqualTo(Sent.NOTHING);
        assertThat(calls).isEmpty();
    }

    /** @param refuses by partition key and number of the call, from 1 */
    private RecordSender sender(BiPredicate<String, Integer> refuses) {
        return new RecordSender(
                "stream",
                request -> answer(request, refuses),
                LIMITS,
                new Backoff(5, Duration.ofMillis(200), Duration.ofSeconds(1)),
                pauses::add,
                new Random(1));
    }

    private PutRecordsResponse answer(PutRecordsRequest request, BiPredicate<String, Integer> refuses) {
        calls.add(request.records().stream()
                .map(PutRecordsRequestEntry::partitionKey)
                .toList());
        bytesOfCalls.add(
                request.records().stream().mapToLong(RecordSenderTest::size).sum());
        var results = request.records().stream()
                .map(entry -> refuses.test(entry.partitionKey(), calls.size()) ? refused() : taken())
                .toList();
        return PutRecordsResponse.builder().records(results).build();
    }

    private static long size(PutRecordsRequestEntry entry) {
        return entry.data().asByteArrayUnsafe().length + entry.partitionKey().length();
    }

    private static PutRecordsResultEntry taken() {
        return PutRecordsResultEntry.builder().sequenceNumber("1").shardId("s").build();
    }

    private static PutRecordsResultEntry refused() {
        return PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("slow down")
                .build();
    }

    private static Iterator<StreamRecord> records(int count, int size) {
        return records(IntStream.range(0, count).map(i -> size).toArray());
    }

    private static Iterator<StreamRecord> records(int... sizes) {
        return IntStream.range(0, sizes.length)
                .mapToObj(i -> new StreamRecord(i, "key-" + i, SdkBytes.fromByteArray(new byte[sizes[i]])))
                .iterator();
    }
}
