package io.tourbus.lake;

import io.tourbus.aws.AwsClients;
import io.tourbus.aws.AwsFailures;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.settings.Settings;
import io.tourbus.sink.Sink;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes raw entities and records as objects to S3. */
public final class LakeSink implements Sink {

    /** Also the stage of its dead letters. */
    public static final String NAME = "lake";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> counters() {
        return List.of("lake_objects", "lake_records", "lake_bytes", "lake_failures", "lake_dropped");
    }

    @Override
    public String step() {
        return "lake-s3";
    }

    @Override
    public Configuration read(Settings settings) {
        return new LakeConfiguration(LakeSettings.read(settings), null);
    }

    /** @param client {@code null} before it is prepared */
    private record LakeConfiguration(LakeSettings settings, S3Client client) implements Configuration {

        /** Creates the S3 client here because the component of Camel has no options for timeouts. */
        @Override
        public Configuration prepare(AwsClients aws) {
            return new LakeConfiguration(
                    settings,
                    aws.client(
                            aws.lake(),
                            aws.timeouts().addExecutionInterceptor(new PutTagInterceptor(settings.tags()))));
        }

        @Override
        public Connection connect(Context context) {
            var landed = context.state().landedObjects();
            context.bind("lakeClient", client);
            context.bind("lakeSettings", settings);
            context.bind(
                    "lakeObjects",
                    new LakeObjects(
                            settings.bucket(),
                            settings.processedBucket(),
                            settings.unchanged(),
                            object -> landed.contains(object.metadata().get("run_id"), object.landed())));
            context.bind("lakeReader", new LakeReader(client, settings.bucket(), settings.limits()));
            context.bind("lakeBrowser", new LakeBrowser(client, settings.bucket()));
            return new LakeConnection(client, settings, context.aws());
        }

        @Override
        public void check(AwsClients aws, Clock clock, CheckReport report) {
            new LakeCheck(aws.client(aws.lake(), aws.timeouts()), settings, aws::otherRegion).check(clock, report);
        }
    }

    /** The lake permanently rejects an object; the message is a single line with the bucket and the reason. */
    private static final class ObjectRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** @param otherRegion see {@link AwsClients#otherRegion} */
        ObjectRefusedException(LakeObject object, SdkException cause, Optional<String> otherRegion) {
            super(
                    "The bucket s3://%s %s"
                            .formatted(
                                    object.bucket(), otherRegion.orElseGet(() -> "rejects objects: " + reason(cause))),
                    cause);
        }

        private static String reason(SdkException cause) {
            var reason = cause instanceof AwsServiceException service && service.awsErrorDetails() != null
                    ? "%s %s"
                            .formatted(
                                    service.awsErrorDetails().errorCode(),
                                    service.awsErrorDetails().errorMessage())
                    : String.valueOf(cause.getMessage());
            return reason.strip().replaceAll("\\s+", " ");
        }
    }

    private record LakeConnection(S3Client client, LakeSettings settings, AwsClients aws) implements Connection {

        @Override
        public void probe(Settings problems) {
            new LakeCheck(client, settings, aws::otherRegion).probe(problems);
        }

        @Override
        public Destination destination() {
            return new LakeCheck(client, settings, aws::otherRegion).destination();
        }

        @Override
        public Map<String, Long> accepted(Exchange exchange) {
            var object = object(exchange);
            return Map.of(
                    "lake_objects",
                    1L,
                    "lake_bytes",
                    (long) object.content().length,
                    "lake_records",
                    object.zone() == Zone.NORMALIZED ? object.lines() : 0L);
        }

        @Override
        public Undelivered undelivered(Exchange exchange, Exception failure) {
            var object = object(exchange);
            if (!AwsFailures.isTemporary(failure)) {
                throw new ObjectRefusedException(object, (SdkException) failure, aws.otherRegion(failure));
            }
            var part = new Part(
                    object.bucket() + "/" + object.key(),
                    object.deadLetterHeaders(),
                    object.content(),
                    AwsFailures.describe(failure),
                    true,
                    1);
            return new Undelivered("the lake did not accept objects: " + AwsFailures.cause(failure), List.of(part));
        }

        private static LakeObject object(Exchange exchange) {
            return exchange.getVariable("lakeObject", LakeObject.class);
        }
    }
}
