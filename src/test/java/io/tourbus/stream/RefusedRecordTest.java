package io.tourbus.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Refused records in exceptions are complete, so that a caller can store them. */
class RefusedRecordTest {
    private static final BatchLimits TWO_A_CALL = new BatchLimits(2, 1000, 260, false);

    @Test
    void everyRefusedRecordHasDataKeySizeAndAttempts() {
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            if (entry.partitionKey().equals("away")) {
                throw answer(503, "ServiceUnavailable", "later");
            }
            return entry.partitionKey().equals("bad") ? Optional.of("InternalFailure") : Optional.empty();
        });

        BatchAbortedException aborted = aborted(
                stream,
                record(0, "good", "zero"),
                record(1, "giant", "1".repeat(280)),
                record(2, "bad", "two"),
                record(3, "k".repeat(257), ""),
                record(4, "away", "four"),
                record(5, "away", "five"),
                record(6, "good", "six"),
                record(7, "giant", "7".repeat(300)),
                record(8, "good", "eight"));

        assertThat(stream.texts()).containsExactly("zero");
        assertThat(aborted.refused())
                .extracting(
                        RefusedRecord::index,
                        RefusedRecord::errorCode,
                        RefusedRecord::attempts,
                        RefusedRecord::size,
                        refused -> new String(refused.data(), UTF_8))
                .containsExactly(
                        tuple(1, "RecordTooLarge", 0, 285, "1".repeat(280)),
                        tuple(2, "InternalFailure", 3, 6, "two"),
                        tuple(3, "PartitionKeyTooLong", 0, 257, ""),
                        tuple(4, "ServiceUnavailable", 3, 8, "four"),
                        tuple(5, "ServiceUnavailable", 3, 8, "five"),
                        tuple(6, "NotSent", 0, 7, "six"),
                        tuple(7, "RecordTooLarge", 0, 305, "7".repeat(300)),
                        tuple(8, "NotSent", 0, 9, "eight"));
        assertThat(aborted.refused().get(1).partitionKey()).isEqualTo("bad");
    }

    @Test
    void onlyTheFirstLineOfAnErrorIsReported() {
        String signature = "The request signature does not match.\n\nx-amz-security-token:secret-token";
        ScriptedStream stream = new ScriptedStream((call, entry) -> {
            throw answer(400, "InvalidSignatureException", signature);
        });

        BatchAbortedException aborted = aborted(stream, record(0, "key", "data"));

        assertThat(aborted).hasMessageEndingWith("InvalidSignatureException: The request signature does not match.");
        assertThat(aborted.refused().get(0).errorMessage()).isEqualTo("The request signature does not match.");
    }

    private static BatchAbortedException aborted(ScriptedStream stream, StreamRecord... records) {
        return catchThrowableOfType(BatchAbortedException.class, () -> send(stream, records));
    }

    private static void send(ScriptedStream stream, StreamRecord... records) {
        new BatchSender(
                        "concerts",
                        stream,
                        TWO_A_CALL,
                        new Backoff(3, 0, 0),
                        new AimdRateLimiter(1, 0, () -> 0),
                        wait -> {},
                        () -> 0)
                .send(List.of(records).iterator(), new SendCounters(new SendCounters.Totals()));
    }

    private static StreamRecord record(int index, String key, String text) {
        return new StreamRecord(index, key, text.getBytes(UTF_8));
    }

    private static RuntimeException answer(int status, String code, String message) {
        return KinesisException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
