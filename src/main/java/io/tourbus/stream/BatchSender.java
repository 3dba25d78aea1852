package io.tourbus.stream;

import io.tourbus.stream.SendCounters.Count;
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
 * Sends records to a Kinesis stream with PutRecords, batch by batch, and resends only the records that the stream refused.
 *
 * <p><b>Order.</b> Batches are sent in order; each one starts after every record of the previous one was accepted or has failed
 * permanently. Resent records keep their order. Within one call, however, PutRecords accepts or refuses each record
 * independently: a refused record arrives after later records of the same key that were accepted. With at most one record per
 * key in a batch ({@link BatchLimits#keyOnce}), the records of each key stay in order.
 *
 * <p><b>Delivery</b> is at least once, because a call can succeed although its connection breaks.
 *
 * <p>Keeps one batch and all refused records in memory. Thread-safe.
 *
 * @param putRecords calls the service; throws {@link SdkException} if the call fails as a whole
 * @param rateLimiter limits the calls of all threads and of all senders that share it
 * @param random numbers from 0 to 1 for the jitter; must be thread-safe
 */
record BatchSender(
        String streamName,
        Function<PutRecordsRequest, PutRecordsResponse> putRecords,
        BatchLimits limits,
        Backoff backoff,
        AimdRateLimiter rateLimiter,
        Sleeper sleeper,
        DoubleSupplier random) {
    private static final Logger LOG = LoggerFactory.getLogger(BatchSender.class);

    /** Waits between calls: {@code Thread::sleep}, or a stub in tests. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long milliseconds) throws InterruptedException;
    }

    /**
     * Sends all records. The counters are correct even if this method throws.
     *
     * @throws RecordsRefusedException if records were refused at every attempt or exceed a limit; all other records are sent
     * @throws BatchAbortedException if a call failed as a whole, at every attempt or permanently, or the thread was interrupted
     */
    void send(Iterator<StreamRecord> records, SendCounters counters) {
        Iterator<List<StreamRecord>> batches = limits.batches(records, counters::addRefused);
        Optional<Exception> failure = Optional.empty();
        while (failure.isEmpty() && batches.hasNext()) {
            failure = send(batches.next(), counters);
        }
        if (failure.isPresent()) {
            batches.forEachRemaining(batch -> batch.forEach(
                    record -> counters.addRefused(RefusedRecord.unsent(record, RefusedRecord.NOT_SENT, ""))));
            throw new BatchAbortedException(streamName, counters, failure.get());
        }
        if (!counters.refused().isEmpty()) {
            throw new RecordsRefusedException(streamName, counters);
        }
    }

    /** Sends a batch with retries. Returns the failure that prevents sending further batches, if any. */
    private Optional<Exception> send(List<StreamRecord> batch, SendCounters counters) {
        PutRecordsCall.Result result = PutRecordsCall.Result.pending(batch);
        int attempts = 0;
        Optional<Exception> interruption = Optional.empty();
        while (!result.isFinal() && attempts < backoff.maxAttempts()) {
            interruption = await(attempts, result, counters);
            if (interruption.isPresent()) {
                break;
            }
            if (attempts > 0) {
                counters.add(Count.RESENT, result.refused().size());
            }
            List<StreamRecord> pending =
                    result.refused().stream().map(RefusedRecord::record).toList();
            result = put(pending, batch.size(), counters);
            attempts++;
        }
        for (RefusedRecord record : result.refused()) {
            counters.addRefused(record.withAttempts(attempts));
        }
        return interruption.or(result::failure);
    }

    private PutRecordsCall.Result put(List<StreamRecord> records, int batchSize, SendCounters counters) {
        counters.add(Count.CALLS, 1);
        long started = rateLimiter.now();
        PutRecordsCall.Result result = new PutRecordsCall(streamName, putRecords).send(records);
        result.accepted().forEach(counters::addAccepted);
        double throttled = result.throttled(batchSize);
        if (throttled > 0) {
            counters.add(Count.THROTTLED, 1);
        }
        if (throttled > 0 || result.failure().isEmpty()) {
            rateLimiter.onResult(started, throttled);
        }
        return result;
    }

    /** Waits for the backoff of the batch, and then for the rate limiter. */
    private Optional<Exception> await(int attempts, PutRecordsCall.Result result, SendCounters counters) {
        try {
            if (attempts > 0) {
                long delay = backoff.delayAfter(attempts, random.getAsDouble());
                int refused = result.refused().size();
                LOG.debug("stream={} refused={} attempt={} wait_ms={}", streamName, refused, attempts, delay);
                sleep(delay, counters);
            }
            long delay = rateLimiter.reserve();
            if (delay > 0) {
                LOG.debug("stream={} rate_limit_delay_ms={} wait_ms={}", streamName, rateLimiter.delay(), delay);
                sleep(delay, counters);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    private void sleep(long milliseconds, SendCounters counters) throws InterruptedException {
        sleeper.sleep(milliseconds);
        counters.add(Count.WAITED, milliseconds);
    }
}
