package io.tourbus.stream;

import io.tourbus.aws.AwsClients;
import io.tourbus.aws.AwsFailures;
import io.tourbus.model.Batch;
import io.tourbus.settings.Settings;
import io.tourbus.sink.Sink;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Sends records to Kinesis. */
public final class StreamSink implements Sink {

    /** Also the stage of its dead letters. */
    public static final String NAME = "stream";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> counters() {
        return List.of("stream_records", "stream_bytes", "stream_dropped");
    }

    @Override
    public String step() {
        return "stream-kinesis";
    }

    @Override
    public Configuration read(Settings settings) {
        var stream = settings.required("tourbus.stream.name");
        settings.validate("tourbus.stream.");
        return new StreamConfiguration(
                stream,
                "correct %s or %s"
                        .formatted(settings.place("tourbus.stream.name"), settings.place("tourbus.aws.region")),
                settings.flag("tourbus.stream.cbor", !AwsClients.endpointOverride("Kinesis")),
                null);
    }

    static boolean isWritable(StreamStatus status) {
        return status == StreamStatus.ACTIVE || status == StreamStatus.UPDATING;
    }

    /** Selects what routes send: the changed records of a batch if there is one, otherwise the records of dead letters. */
    public static final class StreamRecords {

        /** The partition keys of the {@link #lines}. */
        public List<String> keys(@Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
            return batch != null
                    ? batch.onlyChanged(NAME).ids()
                    : chunk.stream().map(stored -> stored.letter().target()).toList();
        }

        public List<byte[]> lines(@Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
            return batch != null
                    ? batch.onlyChanged(NAME).lines()
                    : chunk.stream().map(stored -> stored.letter().payload()).toList();
        }
    }

    /**
     * @param correction what to do if the stream is not the one that was meant
     * @param client {@code null} before it is prepared
     */
    private record StreamConfiguration(String stream, String correction, boolean cbor, KinesisClient client)
            implements Configuration {

        /**
         * Creates the Kinesis client here because the component of Camel has no options for timeouts. The component retries, so
         * the client does not. The SDK reads the protocol from a system property when it creates a client.
         */
        @Override
        public Configuration prepare(AwsClients aws) {
            if (!cbor) {
                System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
            }
            return new StreamConfiguration(
                    stream,
                    correction,
                    cbor,
                    aws.client(KinesisClient.builder(), aws.timeouts().retryStrategy(AwsRetryStrategy.doNotRetry())));
        }

        @Override
        public Connection connect(Context context) {
            context.bind("streamClient", client);
            context.bind("streamRecords", new StreamRecords());
            context.bind("streamTail", new StreamTail(client, stream, context.clock()));
            return new StreamConnection(
                    client, stream, correction, context.aws().region());
        }

        @Override
        public void check(AwsClients aws, Clock clock, CheckReport report) {
            var subject = "stream " + stream;
            var client = aws.client(KinesisClient.builder(), aws.timeouts());
            try {
                var summary = client.describeStreamSummary(describe -> describe.streamName(stream))
                        .streamDescriptionSummary();
                var status = summary.streamStatus();
                if (isWritable(status)) {
                    report.ok(subject, describe(summary));
                } else {
                    report.error(subject, describe(summary) + ". Wait until it is active.");
                }
            } catch (SdkException e) {
                report.error(
                        subject,
                        AwsFailures.explain(
                                e, "Create it, or %s.".formatted(correction), "kinesis:DescribeStreamSummary"));
            }
        }

        private static String describe(StreamDescriptionSummary stream) {
            var mode = stream.streamModeDetails() == null
                    ? "provisioned"
                    : stream.streamModeDetails().streamModeAsString().toLowerCase(Locale.ROOT);
            var shards = stream.openShardCount();
            return "%s, %d %s, %s"
                    .formatted(
                            stream.streamStatusAsString().toLowerCase(Locale.ROOT),
                            shards,
                            shards == 1 ? "shard" : "shards",
                            mode.replace('_', '-'));
        }
    }

    private record StreamConnection(KinesisClient client, String stream, String correction, String region)
            implements Connection {

        private static final Logger LOG = LoggerFactory.getLogger("stream");
        private static final Duration TIMEOUT = Duration.ofSeconds(5);
        private static final Set<String> PERMANENT = Set.of(RefusedRecord.TOO_LARGE, RefusedRecord.KEY_TOO_LONG);

        @Override
        public void probe(Settings settings) {
            destination().problem().ifPresent(settings::problem);
        }

        /**
         * The stream with its ARN and the time of its creation. They are unknown if the stream is unreachable; dead letters then
         * keep its records until it recovers.
         */
        @Override
        public Destination destination() {
            var place = Destination.at(AwsClients.address("Kinesis", stream, region));
            try {
                var summary = client.describeStreamSummary(describe ->
                                describe.streamName(stream).overrideConfiguration(call -> call.apiCallTimeout(TIMEOUT)))
                        .streamDescriptionSummary();
                var created = summary.streamCreationTimestamp();
                var identity = "%s %s"
                        .formatted(summary.streamARN(), created == null ? "" : created.truncatedTo(ChronoUnit.MILLIS));
                return isWritable(summary.streamStatus())
                        ? place.withIdentity(identity)
                        : place.withProblem("The stream '%s' is %s. Wait until it is active, or %s."
                                .formatted(
                                        stream, summary.streamStatusAsString().toLowerCase(Locale.ROOT), correction));
            } catch (ResourceNotFoundException e) {
                return place.withProblem("The stream '%s' does not exist in %s. Create it, or %s."
                        .formatted(stream, region, correction));
            } catch (SdkException e) {
                LOG.warn(
                        "Stream {} cannot be described; Tourbus keeps its records as dead letters if it does not accept them: {}",
                        stream,
                        AwsFailures.reason(e));
                return place;
            }
        }

        @Override
        public Map<String, Long> accepted(Exchange exchange) {
            var message = exchange.getMessage();
            return Map.of(
                    "stream_records", message.getHeader(KinesisBatchProducer.SENT, 0L, Long.class),
                    "stream_bytes", message.getHeader(KinesisBatchProducer.BYTES, 0L, Long.class));
        }

        @Override
        public Undelivered undelivered(Exchange exchange, Exception failure) {
            var refusal = (RecordsRefusedException) failure;
            var aborted = refusal instanceof BatchAbortedException;
            if (aborted && !AwsFailures.isTemporary(refusal.getCause())) {
                throw refusal;
            }
            var code = aborted
                    ? AwsFailures.cause(refusal.getCause())
                    : refusal.refused().get(0).errorCode();
            return new Undelivered(
                    "the stream did not accept records: " + code,
                    refusal.refused().stream()
                            .map(record -> part(record, aborted || !isPermanent(record)))
                            .toList());
        }

        private static Part part(RefusedRecord record, boolean retryable) {
            var reason = "%s %s (%,d bytes)"
                    .formatted(record.errorCode(), record.errorMessage(), record.size())
                    .replaceAll("\\s+", " ");
            return new Part(record.partitionKey(), Map.of(), record.data(), reason, retryable, record.attempts());
        }

        private static boolean isPermanent(RefusedRecord record) {
            return PERMANENT.contains(record.errorCode());
        }

        @Override
        public int redeliverySize() {
            return BatchLimits.DEFAULT.maxRecords();
        }

        @Override
        public RedeliveryFailure redeliveryFailed(Exception failure, int size) {
            if (!(failure instanceof RecordsRefusedException refusal)) {
                return Connection.super.redeliveryFailed(failure, size);
            }
            Set<Integer> permanent = new HashSet<>();
            Set<Integer> temporary = new HashSet<>();
            refusal.refused().forEach(record -> (isPermanent(record) ? permanent : temporary).add(record.index()));
            return new RedeliveryFailure(permanent, temporary, !(refusal instanceof BatchAbortedException));
        }
    }
}
