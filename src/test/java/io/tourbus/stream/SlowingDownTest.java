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

/** Which answers make a sender call more seldom, and that it waits its turn. Time goes by only while it waits. */
class SlowingDownTest {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private long now;
    private final AimdRateLimiter spacing = new AimdRateLimiter(1_000, 8_000, () -> now);
    private final SendCounters tally = new SendCounters();

    @AfterEach
    void clearTheInterruptFlag() {
        Thread.interrupted();
    }

    @Test
    void theNextCallWaitsForItsTurnAlsoWithAnotherBatch() {
        ScriptedStream stream =
                new ScriptedStream((call, entry) -> call == 1 ? Optional.of(THROTTLED) : Optional.empty());

        send(stream, 1, records(500));
        send(stream, 1, records(500));

        assertThat(now).isEqualTo(1_000);
    }

    @Test
    void aCallThatIsThrottledAsAWholeSlowsDown() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            throw KinesisException.builder()
                    .statusCode(400)
                    .awsErrorDetails(
                            AwsErrorDetails.builder().errorCode(THROTTLED).build())
                    .build();
        });

        send(stream, 3, records(1));

        assertThat(spacing.delay()).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalFailure", "KMSAccessDeniedException"})
    void aFailureThatIsNoThrottlingDoesNot(String errorCode) {
        send(new ScriptedStream((call, entry) -> Optional.of(errorCode)), 3, records(10));

        assertThat(spacing.delay()).isZero();
    }

    @Test
    void oneRecordForAHotShardThatIsResentHardlySlowsTheOthers() {
        ScriptedStream stream = new ScriptedStream(
                (call, entry) -> entry.partitionKey().equals("key-7") ? Optional.of(THROTTLED) : Optional.empty());

        send(stream, 8, records(500));

        assertThat(spacing.delay()).isBetween(1L, 1_000L);
    }

    @Test
    void aTurnThatIsInterruptedLeavesItsBatchUnsent() {
        spacing.answered(0, 1);
        ScriptedStream stream = ScriptedStream.thatTakesAll();
        Thread.currentThread().interrupt();

        Throwable cut = catchThrowable(
                () -> sender(stream, 3, Thread::sleep).send(records(3).iterator(), tally));

        assertThat(cut).isInstanceOf(BatchAbortedException.class).hasCauseInstanceOf(InterruptedException.class);
        assertThat(stream.calls()).isEmpty();
        assertThat(tally.refused()).hasSize(3).allSatisfy(refused -> {
            assertThat(refused.errorCode()).isEqualTo(RefusedRecord.NOT_SENT);
            assertThat(refused.attempts()).isZero();
        });
    }

    private void send(ScriptedStream stream, int maxAttempts, List<StreamRecord> records) {
        try {
            sender(stream, maxAttempts, wait -> now += wait).send(records.iterator(), tally);
        } catch (RecordsRefusedException expected) {
            assertThat(expected.refused()).isNotEmpty();
        }
    }

    private BatchSender sender(ScriptedStream stream, int maxAttempts, BatchSender.Sleeper sleeper) {
        return new BatchSender(
                "concerts", stream, BatchLimits.DEFAULT, new Backoff(maxAttempts, 0, 0), spacing, sleeper, () -> 0);
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StreamRecord(i, "key-" + i, ("record-" + i).getBytes(UTF_8)))
                .toList();
    }
}
