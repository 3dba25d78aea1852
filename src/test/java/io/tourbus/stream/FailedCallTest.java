package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What becomes of calls that fail as a whole, and of an interrupted thread. */
class FailedCallTest {
    private final SendCounters tally = new SendCounters();

    @AfterEach
    void clearTheInterruptFlag() {
        Thread.interrupted();
    }

    static Stream<Named<SdkException>> passingFailures() {
        return Stream.of(
                answer(500, "InternalFailure"),
                answer(503, "ServiceUnavailable"),
                answer(400, "ProvisionedThroughputExceededException"),
                answer(400, "ThrottlingException"),
                answer(400, "RequestTimeTooSkewed"),
                Named.of(
                        "KMS throttling",
                        KmsThrottlingException.builder().statusCode(400).build()),
                Named.of("call timeout", ApiCallTimeoutException.create(1000)),
                Named.of("read timeout", SdkClientException.create("", new SocketTimeoutException("Read timed out"))),
                Named.of("no DNS", SdkClientException.create("", new UnknownHostException("kinesis"))),
                Named.of("cut", SdkClientException.create("", new UncheckedIOException(new EOFException()))));
    }

    @ParameterizedTest
    @MethodSource("passingFailures")
    void aFailureThatPassesIsRetriedWithTheWholeBatch(SdkException failure) {
        ScriptedStream stream = failing(failure, call -> call < 3);

        sender(stream, 3).send(records(7).iterator(), tally);

        assertThat(stream.callSizes()).containsExactly(7, 7, 7);
        assertThat(tally.sent()).isEqualTo(7);
        assertThat(tally.calls()).isEqualTo(3);
    }

    static Stream<Named<SdkException>> lastingFailures() {
        return Stream.of(
                Named.of(
                        "missing",
                        ResourceNotFoundException.builder().statusCode(400).build()),
                answer(400, "AccessDeniedException"),
                answer(400, "ExpiredTokenException"),
                answer(403, "UnrecognizedClientException"),
                answer(400, "ValidationException"),
                Named.of("no credentials", SdkClientException.create("Unable to load credentials")));
    }

    @ParameterizedTest
    @MethodSource("lastingFailures")
    void aFailureThatLastsCutsSendingShortAtOnce(SdkException failure) {
        ScriptedStream stream = failing(failure, call -> call == 2);

        BatchAbortedException cut = cutShort(sender(stream, 3), records(1500));

        assertThat(stream.callSizes()).containsExactly(500, 500);
        assertThat(cut).hasCause(failure);
        assertThat(cut.sent()).isEqualTo(500);
        assertThat(cut.refused())
                .extracting(RefusedRecord::attempts)
                .startsWith(1, 1)
                .endsWith(0, 0);
        assertThat(cut.refused())
                .extracting(RefusedRecord::index)
                .isEqualTo(IntStream.range(500, 1500).boxed().toList());
    }

    @Test
    void aServiceThatStaysAwayCutsSendingShortAndTheRestIsReportedAsNotSent() {
        SdkException failure = answer(503, "ServiceUnavailable").getPayload();
        ScriptedStream stream = failing(failure, call -> call > 1);

        BatchAbortedException cut = cutShort(sender(stream, 3), records(1200));

        assertThat(stream.callSizes()).containsExactly(500, 500, 500, 500);
        assertThat(cut.sent()).isEqualTo(500);
        assertThat(cut).hasCause(failure).hasMessageNotContaining("\n");
        assertThat(cut)
                .hasMessageStartingWith(
                        "Stream concerts took 500 of 1200 records, not 700: 200 NotSent, 500 ServiceUnavailable; cut short by ");
        assertThat(cut.refused())
                .extracting(RefusedRecord::index)
                .isEqualTo(IntStream.range(500, 1200).boxed().toList());
    }

    @Test
    void aRefusalThenAFailedCallThenASuccessResendsOnlyTheRefused() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            if (call == 2) {
                throw answer(500, "InternalFailure").getPayload();
            }
            return call == 1 && entry.partitionKey().equals("key-4")
                    ? Optional.of("InternalFailure")
                    : Optional.empty();
        });

        sender(stream, 3).send(records(10).iterator(), tally);

        assertThat(stream.callSizes()).containsExactly(10, 1, 1);
        assertThat(tally.sent()).isEqualTo(10);
    }

    @Test
    void anInterruptedWaitEndsWithTheRestReportedAsNotSent() {
        ScriptedStream stream = new ScriptedStream((call, entry) ->
                entry.partitionKey().equals("key-4") ? Optional.of("InternalFailure") : Optional.empty());
        BatchSender sender = new BatchSender(
                "concerts",
                stream,
                BatchLimits.DEFAULT,
                Backoff.DEFAULT,
                AimdRateLimiter.none(),
                wait -> {
                    throw new InterruptedException();
                },
                () -> 0);

        BatchAbortedException cut = cutShort(sender, records(503));

        assertThat(stream.callSizes()).containsExactly(500);
        assertThat(cut).hasCauseInstanceOf(InterruptedException.class);
        assertThat(cut.sent()).isEqualTo(499);
        assertThat(cut.refused()).extracting(RefusedRecord::index).containsExactly(4, 500, 501, 502);
        assertThat(cut.refused())
                .extracting(RefusedRecord::errorCode)
                .containsExactly("InternalFailure", "NotSent", "NotSent", "NotSent");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anInterruptedCallIsNotTriedAgain() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            Thread.currentThread().interrupt();
            throw AbortedException.create("Thread was interrupted");
        });
        BatchSender sender = new BatchSender(
                "concerts",
                stream,
                BatchLimits.DEFAULT,
                Backoff.DEFAULT,
                AimdRateLimiter.none(),
                Thread::sleep,
                () -> 0);

        BatchAbortedException cut = cutShort(sender, records(3));

        assertThat(stream.calls()).hasSize(1);
        assertThat(cut.refused()).hasSize(3);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anAnswerThatLeavesRecordsOutIsNoSuccess() {
        Function<PutRecordsRequest, PutRecordsResponse> forgetful = request -> PutRecordsResponse.builder()
                .records(List.of())
                .failedRecordCount(0)
                .build();
        BatchSender sender = new BatchSender(
                "concerts",
                forgetful,
                BatchLimits.DEFAULT,
                new Backoff(2, 0, 0),
                AimdRateLimiter.none(),
                wait -> {},
                () -> 0);

        BatchAbortedException cut = cutShort(sender, records(3));

        assertThat(cut.refused()).hasSize(3);
        assertThat(cut).hasMessageContaining("answered for 0 of 3 records");
    }

    private BatchAbortedException cutShort(BatchSender sender, List<StreamRecord> records) {
        return catchThrowableOfType(BatchAbortedException.class, () -> sender.send(records.iterator(), tally));
    }

    private static BatchSender sender(ScriptedStream stream, int maxAttempts) {
        return new BatchSender(
                "concerts",
                stream,
                BatchLimits.DEFAULT,
                new Backoff(maxAttempts, 0, 0),
                AimdRateLimiter.none(),
                wait -> {},
                () -> 0);
    }

    private static ScriptedStream failing(SdkException failure, IntPredicate calls) {
        return new ScriptedStream((call, entry) -> {
            if (calls.test(call)) {
                throw failure;
            }
            return Optional.empty();
        });
    }

    private static Named<SdkException> answer(int status, String errorCode) {
        AwsServiceException failure = KinesisException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(errorCode)
                        .errorMessage("two\nlines")
                        .build())
                .build();
        return Named.of(errorCode, failure);
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StreamRecord(i, "key-" + i, ("record-" + i).getBytes(UTF_8)))
                .toList();
    }
}
