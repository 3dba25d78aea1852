package io.tourbus.deadletter;

import static io.tourbus.run.RunCounters.Count.DEAD_LETTERS;
import static io.tourbus.run.RunCounters.Count.LAKE_FAILURES;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.ObjectRefusedException;
import io.tourbus.model.Batch;
import io.tourbus.run.ErrorMessages;
import io.tourbus.run.Run;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.stream.BatchAbortedException;
import io.tourbus.stream.RecordsRefusedException;
import io.tourbus.stream.RefusedRecord;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Keeps what could not be normalised, and what a sink did not take that works otherwise or will again. What no waiting heals,
 * such as a bucket that is not there, is left to fail its slice.
 */
public final class DeadLetterQueue {

    private static final Set<String> NEVER_TAKEN = Set.of(RefusedRecord.TOO_LARGE, RefusedRecord.KEY_TOO_LONG);

    private final DeadLetterRepository repository;
    private final Clock clock;

    public DeadLetterQueue(DeadLetterRepository letters, Clock clock) {
        this.repository = letters;
        this.clock = clock;
    }

    /** Whether the stream will never take a record. */
    static boolean permanent(RefusedRecord record) {
        return NEVER_TAKEN.contains(record.errorCode());
    }

    private static boolean isUnreachable(Throwable failure) {
        return failure instanceof SdkClientException
                || failure instanceof SdkServiceException service
                        && (service.statusCode() >= 500 || service.isThrottlingException());
    }

    /**
     * The stream did not take some records of a batch.
     *
     * @return what was not kept before
     * @throws RecordsRefusedException the refusal, when no waiting heals it
     */
    public List<DeadLetter> keepRecords(
            @Variable("run") Run run,
            @Variable("batch") Batch batch,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) RecordsRefusedException refusal) {
        var cutShort = refusal instanceof BatchAbortedException;
        if (cutShort && !isUnreachable(refusal.getCause())) {
            throw refusal;
        }
        return keep(
                run,
                batch,
                "the stream did not take records: " + code(refusal),
                refusal.refused().stream()
                        .map(record -> record(batch, record, cutShort))
                        .toList());
    }

    private static String code(RecordsRefusedException refusal) {
        return refusal instanceof BatchAbortedException
                ? refusal.getCause().getClass().getSimpleName()
                : refusal.refused().get(0).errorCode();
    }

    private DeadLetter record(Batch batch, RefusedRecord record, boolean cutShort) {
        return letter(
                batch,
                Stage.STREAM,
                record.partitionKey(),
                Map.of(),
                record.data(),
                "%s %s (%,d bytes)"
                        .formatted(record.errorCode(), record.errorMessage(), record.size())
                        .replaceAll("\\s+", " "),
                cutShort || !permanent(record),
                record.attempts());
    }

    /**
     * The lake did not take an object of a batch.
     *
     * @return what was not kept before
     * @throws ObjectRefusedException when no waiting heals it
     */
    public List<DeadLetter> keepObject(
            @Variable("run") Run run,
            @Variable("batch") Batch batch,
            @Variable("lakeObject") LakeObject object,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SdkException failure) {
        run.counters(batch.source(), batch.entity()).add(LAKE_FAILURES, 1);
        if (!isUnreachable(failure)) {
            throw new ObjectRefusedException(object, failure);
        }
        var reason = ErrorMessages.describe(failure);
        return keep(
                run,
                batch,
                "the lake did not take objects: " + failure.getClass().getSimpleName(),
                List.of(letter(
                        batch,
                        Stage.LAKE,
                        object.bucket() + "/" + object.key(),
                        DeadLetterCodec.encode(object),
                        object.content(),
                        reason,
                        true,
                        1)));
    }

    private List<DeadLetter> keep(Run run, Batch batch, String note, List<DeadLetter> some) {
        var fresh = repository.add(some);
        run.counters(batch.source(), batch.entity()).add(DEAD_LETTERS, some.size());
        run.note("%s: kept as dead letters: %s".formatted(batch.source(), note));
        return fresh;
    }

    /** What of a batch could not become a record. @return what was not kept before */
    public List<DeadLetter> keepRejects(@Variable("batch") Batch batch) {
        var some = batch.rejects().stream()
                .filter(reject -> !reject.empty())
                .map(reject -> letter(
                        batch,
                        Stage.NORMALIZE,
                        "",
                        DeadLetterCodec.encode(batch, reject),
                        reject.json(),
                        reject.reason(),
                        false,
                        1))
                .toList();
        return repository.add(some);
    }

    private DeadLetter letter(
            Batch batch,
            Stage stage,
            String target,
            Map<String, String> headers,
            byte[] payload,
            String reason,
            boolean passing,
            int attempts) {
        return new DeadLetter(
                stage,
                batch.runId(),
                batch.slice(),
                batch.source(),
                batch.entity().label(),
                target,
                headers,
                payload,
                reason,
                passing,
                attempts,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
