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

/** Calls that fail as a whole, and interrupted threads. */
class FailedCallTest {
    private final SendCounters counters = new SendCounters(new SendCounters.Totals());

    @AfterEach
    void clearTheInterruptFlag() {
        Thread.interrupted();
    }

    static Stream<Named<SdkException>> retryableFailures() {
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
                Named.of(
                        "connection closed",
                        SdkClientException.create("", new UncheckedIOException(new EOFException()))));
    }

    @ParameterizedTest
    @MethodSource("retryableFailures")
    void aRetryableFailureIsRetriedWithTheWholeBatch(SdkException failure) {
        ScriptedStream stream = failing(failure, call -> call < 3);

        sender(stream, 3).send(records(7).iterator(), counters);

        assertThat(stream.callSizes()).containsExactly(7, 7, 7);
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(7);
        assertThat(counters.get(SendCounters.Count.CALLS)).isEqualTo(3);
    }

    static Stream<Named<SdkException>> permanentFailures() {
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
    @MethodSource("permanentFailures")
    void aPermanentFailureAbortsImmediately(SdkException failure) {
        ScriptedStream stream = failing(failure, call -> call == 2);

        BatchAbortedException aborted = aborted(sender(stream, 3), records(1500));

        assertThat(stream.callSizes()).containsExactly(500, 500);
        assertThat(aborted).hasCause(failure);
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(500);
        assertThat(aborted.refused())
                .extracting(RefusedRecord::attempts)
                .startsWith(1, 1)
                .endsWith(0, 0);
        assertThat(aborted.refused())
                .extracting(RefusedRecord::index)
                .isEqualTo(IntStream.range(500, 1500).boxed().toList());
    }

    @Test
    void anUnavailableServiceAbortsAndTheRestIsReportedAsNotSent() {
        SdkException failure = answer(503, "ServiceUnavailable").getPayload();
        ScriptedStream stream = failing(failure, call -> call > 1);

        BatchAbortedException aborted = aborted(sender(stream, 3), records(1200));

        assertThat(stream.callSizes()).containsExactly(500, 500, 500, 500);
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(500);
        assertThat(aborted).hasCause(failure).hasMessageNotContaining("\n");
        assertThat(aborted)
                .hasMessageStartingWith(
                        "Stream concerts did not accept 700 of 1200 records: 200 NotSent, 500 ServiceUnavailable; aborted: ");
        assertThat(aborted.refused())
                .extracting(RefusedRecord::index)
                .isEqualTo(IntStream.range(500, 1200).boxed().toList());
    }

    @Test
    void onlyRefusedRecordsAreResentAfterAFailedCall() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            if (call == 2) {
                throw answer(500, "InternalFailure").getPayload();
            }
            return call == 1 && entry.partitionKey().equals("key-4")
                    ? Optional.of("InternalFailure")
                    : Optional.empty();
        });

        sender(stream, 3).send(records(10).iterator(), counters);

        assertThat(stream.callSizes()).containsExactly(10, 1, 1);
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(10);
    }

    @Test
    void anInterruptedWaitReportsTheRestAsNotSent() {
        ScriptedStream stream = new ScriptedStream((call, entry) ->
                entry.partitionKey().equals("key-4") ? Optional.of("InternalFailure") : Optional.empty());
        BatchSender sender = new BatchSender(
                "concerts",
                stream,
                BatchLimits.DEFAULT,
                Backoff.DEFAULT,
                new AimdRateLimiter(1, 0, () -> 0),
                wait -> {
                    throw new InterruptedException();
                },
                () -> 0);

        BatchAbortedException aborted = aborted(sender, records(503));

        assertThat(stream.callSizes()).containsExactly(500);
        assertThat(aborted).hasCauseInstanceOf(InterruptedException.class);
        assertThat(counters.get(SendCounters.Count.SENT)).isEqualTo(499);
        assertThat(aborted.refused()).extracting(RefusedRecord::index).containsExactly(4, 500, 501, 502);
        assertThat(aborted.refused())
                .extracting(RefusedRecord::errorCode)
                .containsExactly("InternalFailure", "NotSent", "NotSent", "NotSent");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anInterruptedCallIsNotRetried() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            Thread.currentThread().interrupt();
            throw AbortedException.create("Thread was interrupted");
        });
        BatchSender sender = new BatchSender(
                "concerts",
                stream,
                BatchLimits.DEFAULT,
                Backoff.DEFAULT,
                new AimdRateLimiter(1, 0, () -> 0),
                Thread::sleep,
                () -> 0);

        BatchAbortedException aborted = aborted(sender, records(3));

        assertThat(stream.calls()).hasSize(1);
        assertThat(aborted.refused()).hasSize(3);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void anIncompleteResponseIsAFailure() {
        Function<PutRecordsRequest, PutRecordsResponse> forgetful = request -> PutRecordsResponse.builder()
                .records(List.of())
                .failedRecordCount(0)
                .build();
        BatchSender sender = new BatchSender(
                "concerts",
                forgetful,
                BatchLimits.DEFAULT,
                new Backoff(2, 0, 0),
                new AimdRateLimiter(1, 0, () -> 0),
                wait -> {},
                () -> 0);

        BatchAbortedException aborted = aborted(sender, records(3));

        assertThat(aborted.refused()).hasSize(3);
        assertThat(aborted).hasMessageContaining("returned results for 0 of 3 records");
    }

    private BatchAbortedException aborted(BatchSender sender, List<StreamRecord> records) {
        return catchThrowableOfType(BatchAbortedException.class, () -> sender.send(records.iterator(), counters));
    }

    private static BatchSender sender(ScriptedStream stream, int maxAttempts) {
        return new BatchSender(
                "concerts",
                stream,
                BatchLimits.DEFAULT,
                new Backoff(maxAttempts, 0, 0),
                new AimdRateLimiter(1, 0, () -> 0),
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
