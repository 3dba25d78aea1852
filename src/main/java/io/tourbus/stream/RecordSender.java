package io.tourbus.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Sends records in batches and resends what was refused, and only that. A batch is settled before the next one is sent, so
 * records of one key keep their order from batch to batch; within a batch a record that has to be resent comes after
 * those of its key that were taken at once. Holds one batch in memory. Safe for use by several threads.
 */
final class RecordSender {

    /** How a wait is waited. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);

    private final String stream;
    private final Function<PutRecordsRequest, PutRecordsResponse> kinesis;
    private final BatchLimits limits;
    private final Backoff backoff;
    private final Pause pause;
    private final RandomGenerator random;

    RecordSender(
            String stream,
            Function<PutRecordsRequest, PutRecordsResponse> kinesis,
            BatchLimits limits,
            Backoff backoff,
            Pause pause,
            RandomGenerator random) {
        this.stream = stream;
        this.kinesis = kinesis;
        this.limits = limits;
        this.backoff = backoff;
        this.pause = pause;
        this.random = random;
    }

    /**
     * @throws RecordsRefusedException when some records were not taken in the end; all others have been sent by then
     * @throws SdkException when a call failed as a whole, and either no retry mends that or the attempts are used up
     */
    Sent send(Iterator<StreamRecord> records) {
        var sending = new Sending();
        List<StreamRecord> batch = new ArrayList<>();
        long bytes = 0;
        while (records.hasNext()) {
            var record = records.next();
            if (record.size() > limits.recordBytes()) {
                sending.refuse(record, "RecordTooLarge", "the limit is " + limits.recordBytes() + " bytes");
                continue;
            }
            if (!limits.fits(batch.size(), bytes, record)) {
                sending.settle(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(record);
            bytes += record.size();
        }
        sending.settle(batch);
        return sending.outcome();
    }

    /** One message on its way. */
    private final class Sending {

        private final List<RefusedRecord> refused = new ArrayList<>();
        private Sent sent = Sent.NOTHING;

        void settle(List<StreamRecord> batch) {
            var pending = batch;
            for (int attempt = 1; !pending.isEmpty(); attempt++) {
                pending = attempt(pending, attempt);
                if (!pending.isEmpty()) {
                    pauseAfter(attempt, pending.size());
                }
            }
        }

        /** Sends the records once; returns those to be sent again. */
        private List<StreamRecord> attempt(List<StreamRecord> pending, int attempt) {
            PutRecordsResponse response;
            sent = sent.andCall();
            try {
                response = complete(kinesis.apply(request(pending)), pending.size());
            } catch (SdkException e) {
                if (attempt >= backoff.attempts() || !mayPass(e)) {
                    throw e;
                }
                return pending;
            }
            return sort(pending, response, attempt);
        }

        private List<StreamRecord> sort(List<StreamRecord> pending, PutRecordsResponse response, int attempt) {
            List<StreamRecord> again = new ArrayList<>();
            for (int i = 0; i < pending.size(); i++) {
                var record = pending.get(i);
                var result = response.records().get(i);
                if (result.errorCode() == null) {
                    sent = sent.and(record);
                } else if (attempt < backoff.attempts()) {
                    again.add(record);
                } else {
                    refuse(record, result.errorCode(), result.errorMessage());
                }
            }
            return again;
        }

        private void pauseAfter(int attempt, int records) {
            var wait = backoff.after(attempt, random);
            LOG.warn(
                    "resending records={} attempt={} after_ms={} stream={}",
                    records,
                    attempt + 1,
                    wait.toMillis(),
                    stream);
            try {
                pause.pause(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted with %d records to resend".formatted(records), e);
            }
        }

        void refuse(StreamRecord record, String code, String message) {
            refused.add(new RefusedRecord(record.index(), record.partitionKey(), record.size(), code, message));
        }

        Sent outcome() {
            if (refused.isEmpty()) {
                return sent;
            }
            refused.sort(Comparator.comparingInt(RefusedRecord::index));
            throw new RecordsRefusedException(refused, sent);
        }
    }

    /** An answer that does not tell of each record tells nothing. */
    private static PutRecordsResponse complete(PutRecordsResponse response, int asked) {
        if (response.records().size() != asked) {
            throw SdkClientException.create("Kinesis answered for %d of %d records"
                    .formatted(response.records().size(), asked));
        }
        return response;
    }

    private static boolean mayPass(SdkException failure) {
        if (failure instanceof SdkServiceException service) {
            return service.isThrottlingException() || service.statusCode() >= 500;
        }
        return failure instanceof SdkClientException;
    }

    private PutRecordsRequest request(List<StreamRecord> records) {
        var entries = records.stream()
                .map(record -> PutRecordsRequestEntry.builder()
                        .partitionKey(record.partitionKey())
                        .data(record.data())
                        .build())
                .toList();
        return PutRecordsRequest.builder().streamName(stream).records(entries).build();
    }
}
