package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Which responses decrease the call rate, and that the sender waits. Time passes only while it waits. */
class SlowingDownTest {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private long now;
    private final AimdRateLimiter rateLimiter = new AimdRateLimiter(1_000, 8_000, () -> now);
    private final SendCounters counters = new SendCounters(new SendCounters.Totals());

    @AfterEach
    void clearTheInterruptFlag() {
        Thread.interrupted();
    }

    @Test
    void theNextCallOfAnotherBatchWaitsToo() {
        ScriptedStream stream =
                new ScriptedStream((call, entry) -> call == 1 ? Optional.of(THROTTLED) : Optional.empty());

        send(stream, 1, records(500));
        send(stream, 1, records(500));

        assertThat(now).isEqualTo(1_000);
    }

    @Test
    void aThrottledCallDecreasesTheRate() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            throw KinesisException.builder()
                    .statusCode(400)
                    .awsErrorDetails(
                            AwsErrorDetails.builder().errorCode(THROTTLED).build())
                    .build();
        });

        send(stream, 3, records(1));

        assertThat(rateLimiter.delay()).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalFailure", "KMSAccessDeniedException"})
    void otherFailuresDoNotDecreaseTheRate(String errorCode) {
        send(new ScriptedStream((call, entry) -> Optional.of(errorCode)), 3, records(10));

        assertThat(rateLimiter.delay()).isZero();
    }

    @Test
    void resendingOneRecordToAHotShardHardlyDecreasesTheRate() {
        ScriptedStream stream = new ScriptedStream(
                (call, entry) -> entry.partitionKey().equals("key-7") ? Optional.of(THROTTLED) : Optional.empty());

        send(stream, 8, records(500));

        assertThat(rateLimiter.delay()).isBetween(1L, 1_000L);
    }

    @Test
    void anInterruptWhileWaitingLeavesTheBatchUnsent() {
        rateLimiter.onResult(0, 1);
        ScriptedStream stream = ScriptedStream.acceptingAll();
        Thread.currentThread().interrupt();

        Throwable aborted = catchThrowable(
                () -> sender(stream, 3, Thread::sleep).send(records(3).iterator(), counters));

        assertThat(aborted).isInstanceOf(BatchAbortedException.class).hasCauseInstanceOf(InterruptedException.class);
        assertThat(stream.calls()).isEmpty();
        assertThat(counters.refused()).hasSize(3).allSatisfy(refused -> {
            assertThat(refused.errorCode()).isEqualTo(RefusedRecord.NOT_SENT);
            assertThat(refused.attempts()).isZero();
        });
    }

    private void send(ScriptedStream stream, int maxAttempts, List<StreamRecord> records) {
        try {
            sender(stream, maxAttempts, wait -> now += wait).send(records.iterator(), counters);
        } catch (RecordsRefusedException expected) {
            assertThat(expected.refused()).isNotEmpty();
        }
    }

    private BatchSender sender(ScriptedStream stream, int maxAttempts, BatchSender.Sleeper sleeper) {
        return new BatchSender(
                "concerts", stream, BatchLimits.DEFAULT, new Backoff(maxAttempts, 0, 0), rateLimiter, sleeper, () -> 0);
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StreamRecord(i, "key-" + i, ("record-" + i).getBytes(UTF_8)))
                .toList();
    }
}
