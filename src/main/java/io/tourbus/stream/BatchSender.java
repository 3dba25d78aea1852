package io.tourbus.stream;

import io.tourbus.stream.PutRecordsResult.Refusal;
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
 * of its records taken, or given up. So no later batch overtakes a record that awaits its resend, and what is resent
 * keeps its order. Within one batch it is not so: PutRecords takes or refuses each record by itself, and later records
 * of the same key that it took already cannot be called back; the refused one then comes after them. Batches that hold
 * a key once ({@link BatchLimits#keyOnce}) keep the order of each key whatever is refused, for as long as the record is
 * not given up.
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
    private final Function<List<StreamRecord>, PutRecordsResult> call;
    private final BatchLimits limits;
    private final Backoff backoff;
    private final AimdRateLimiter spacing;
    private final Sleeper sleeper;
    private final DoubleSupplier random;

    /**
     * @param putRecords one call to the service; throws {@link SdkException} when it fails as a whole
     * @param spacing of the calls of all threads, and of all senders that share it
     * @param random numbers from 0 to 1 for the jitter; called by all sending threads
     */
    public BatchSender(
            String streamName,
            Function<PutRecordsRequest, PutRecordsResponse> putRecords,
            BatchLimits limits,
            Backoff backoff,
            AimdRateLimiter spacing,
            Sleeper sleeper,
            DoubleSupplier random) {
        this.streamName = streamName;
        this.call = new PutRecordsCall(streamName, putRecords);
        this.limits = limits;
        this.backoff = backoff;
        this.spacing = spacing;
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Sends all records. Counts into the tally as it goes, so that the tally is right also when this throws.
     *
     * @throws RecordsRefusedException after everything else was sent, if records were refused at every attempt or can
     *     never be sent
     * @throws BatchAbortedException if a call failed as a whole at every attempt, or in a way that another try
     *     cannot heal, or the thread was interrupted
     */
    public void send(Iterator<StreamRecord> records, SendCounters tally) {
        Batches batches = new Batches(records, limits, tally::refuse);
        Optional<Exception> end = Optional.empty();
        while (end.isEmpty() && batches.hasNext()) {
            end = settle(batches.next(), tally);
        }
        if (end.isPresent()) {
            giveUp(batches, tally);
            throw new BatchAbortedException(streamName, tally, end.get());
        }
        if (!tally.refused().isEmpty()) {
            throw new RecordsRefusedException(streamName, tally);
        }
    }

    /** Answers with what ends the sending of further batches, if anything. */
    private Optional<Exception> settle(List<StreamRecord> batch, SendCounters tally) {
        PutRecordsResult answer = PutRecordsResult.pending(batch);
        int attempts = 0;
        Optional<Exception> interruption = Optional.empty();
        while (!answer.isSettled() && attempts < backoff.maxAttempts()) {
            interruption = await(attempts, answer, tally);
            if (interruption.isPresent()) {
                break;
            }
            if (attempts > 0) {
                tally.resent(answer.refusals().size());
            }
            answer = put(answer.refusedRecords(), batch.size(), tally);
            attempts++;
        }
        for (Refusal refusal : answer.refusals()) {
            tally.refuse(refusal.after(attempts));
        }
        return interruption.or(answer::failure);
    }

    private PutRecordsResult put(List<StreamRecord> records, int batchSize, SendCounters tally) {
        tally.called();
        long started = spacing.now();
        PutRecordsResult answer = call.apply(records);
        answer.accepted().forEach(tally::accepted);
        double throttled = answer.throttled(batchSize);
        if (throttled > 0) {
            tally.throttled();
        }
        if (throttled > 0 || answer.failure().isEmpty()) {
            spacing.answered(started, throttled);
        }
        return answer;
    }

    /** Waits for the wait of the batch, and then for the turn among all threads of the endpoint. */
    private Optional<Exception> await(int attempts, PutRecordsResult answer, SendCounters tally) {
        try {
            if (attempts > 0) {
                long delay = backoff.delayAfter(attempts, random.getAsDouble());
                int refused = answer.refusals().size();
                LOG.debug("stream={} refused={} attempt={} wait_ms={}", streamName, refused, attempts, delay);
                sleep(delay, tally);
            }
            long turn = spacing.takeTurn();
            if (turn > 0) {
                LOG.debug("stream={} spaced_ms={} wait_ms={}", streamName, spacing.delay(), turn);
                sleep(turn, tally);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    private void sleep(long milliseconds, SendCounters tally) throws InterruptedException {
        sleeper.sleep(milliseconds);
        tally.waited(milliseconds);
    }

    private static void giveUp(Batches batches, SendCounters tally) {
        batches.forEachRemaining(batch ->
                batch.forEach(record -> tally.refuse(RefusedRecord.unsent(record, RefusedRecord.NOT_SENT, ""))));
    }
}
