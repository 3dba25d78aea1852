package io.tourbus.stream;

import io.tourbus.stream.Answer.Refusal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Sends records by PutRecords, batch after batch, and sends again only what was refused.
 *
 * <p><b>Order.</b> Records leave in the order given, and a batch leaves only after the one before it is settled: each
 * of its records taken, or given up. So no later batch overtakes a record that awaits its resend. Within one batch it
 * is not so: PutRecords takes or refuses each record by itself, and later records of the same key that it took
 * already cannot be called back; the refused one then comes after them. Consumers that care compare a version or time
 * in the record.
 *
 * <p><b>Delivery</b> is at least once: a call that broke off may have been served.
 *
 * <p>Holds one batch in memory, and what was refused. Has no state of its own; any number of threads may send at once.
 */
public final class BatchSender {
    private static final Logger LOG = LoggerFactory.getLogger(BatchSender.class);

    /** Waits; {@code Thread::sleep} outside of tests. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(long milliseconds) throws InterruptedException;
    }

    private final String streamName;
    private final Function<List<StreamRecord>, Answer> call;
    private final BatchLimits limits;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final DoubleSupplier random;

    /**
     * @param putRecords one call to the service; throws {@link SdkException} when it fails as a whole
     * @param random numbers from 0 to 1 for the jitter; called by all sending threads
     */
    public BatchSender(
            String streamName,
            Function<PutRecordsRequest, PutRecordsResponse> putRecords,
            BatchLimits limits,
            Backoff backoff,
            Sleeper sleeper,
            DoubleSupplier random) {
        this.streamName = streamName;
        this.call = new PutRecordsCall(streamName, putRecords);
        this.limits = limits;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Sends all records. Counts into the tally as it goes, so that the tally is right also when this throws.
     *
     * @throws RecordsRefusedException after everything else was sent, if records were refused at every attempt or can
     *     never be sent
     * @throws SendingCutShortException if a call failed as a whole at every attempt, or in a way that another try
     *     cannot heal, or the thread was interrupted
     */
    public void send(Iterator<StreamRecord> records, Tally tally) {
        Batches batches = new Batches(records, limits, tally::refuse);
        Optional<Exception> end = Optional.empty();
        while (end.isEmpty() && batches.hasNext()) {
            end = settle(batches.next(), tally);
        }
        if (end.isPresent()) {
            giveUp(batches, tally);
            throw new SendingCutShortException(streamName, tally, end.get());
        }
        if (!tally.refused().isEmpty()) {
            throw new RecordsRefusedException(streamName, tally);
        }
    }

    /** Answers with what ends the sending of further batches, if anything. */
    private Optional<Exception> settle(List<StreamRecord> batch, Tally tally) {
        Answer answer = put(batch, tally);
        int attempts = 1;
        Optional<Exception> interruption = Optional.empty();
        while (!answer.isSettled() && attempts < backoff.maxAttempts()) {
            interruption = pause(attempts, answer, tally);
            if (interruption.isPresent()) {
                break;
            }
            tally.resent(answer.refusals().size());
            answer = put(answer.refusedRecords(), tally);
            attempts++;
        }
        for (Refusal refusal : answer.refusals()) {
            tally.refuse(refusal.after(attempts));
        }
        return interruption.or(answer::failure);
    }

    private Answer put(List<StreamRecord> records, Tally tally) {
        tally.called();
        Answer answer = call.apply(records);
        answer.taken().forEach(tally::took);
        if (answer.isThrottled()) {
            tally.throttled();
        }
        return answer;
    }

    private Optional<Exception> pause(int attempt, Answer answer, Tally tally) {
        long delay = backoff.delayAfter(attempt, random.getAsDouble());
        int refused = answer.refusals().size();
        LOG.debug("stream={} refused={} attempt={} wait_ms={}", streamName, refused, attempt, delay);
        try {
            sleeper.sleep(delay);
            tally.waited(delay);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    private static void giveUp(Batches batches, Tally tally) {
        batches.forEachRemaining(batch ->
                batch.forEach(record -> tally.refuse(RefusedRecord.unsent(record, RefusedRecord.NOT_SENT, ""))));
    }
}
