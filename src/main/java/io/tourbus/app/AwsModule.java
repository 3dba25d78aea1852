package io.tourbus.app;

import io.tourbus.alerts.SnsComponent;
import io.tourbus.aws.AwsClients;
import io.tourbus.lake.BucketProbe;
import io.tourbus.lake.LakeBrowser;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.lake.PutTagInterceptor;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.stream.StreamTail;
import java.time.Clock;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Creates the AWS clients of the sinks. Camel's components find them by type. Tourbus creates them itself because the
 * components have no options for time-outs.
 */
final class AwsModule implements AutoCloseable {

    private final AwsClients clients;
    private final LakeSettings lake;
    private final boolean cbor;
    private final Settings settings;
    private final String stream;
    private S3Client lakeClient;
    private KinesisClient streamClient;

    AwsModule(Settings settings) {
        this.settings = settings;
        this.lake = LakeSettings.read(settings);
        this.stream = settings.required("tourbus.stream.name");
        settings.validate("tourbus.stream.");
        this.cbor = settings.flag("tourbus.stream.cbor", !AwsClients.endpointOverride("Kinesis"));
        this.clients = AwsClients.read(settings);
    }

    LakeSettings lake() {
        return lake;
    }

    void bind(Registry registry) {
        lakeClient = newLakeClient();
        registry.bind("lakeClient", lakeClient);
        streamClient = newStreamClient();
        registry.bind("streamClient", streamClient);
    }

    /** Call {@link #bind} first, as for the other methods that use a client. */
    LakeReader lakeReader() {
        return new LakeReader(lakeClient, lake.bucket());
    }

    LakeBrowser lakeBrowser() {
        return new LakeBrowser(lakeClient, lake.bucket());
    }

    StreamTail streamTail(Clock clock) {
        return new StreamTail(streamClient, stream, clock);
    }

    /** @throws ConfigurationException if a bucket does not exist or cannot be accessed */
    void checkBuckets() {
        new BucketProbe(lakeClient, settings).ask(lake);
        settings.check();
    }

    SnsComponent snsComponent() {
        return new SnsComponent(region -> clients.client(SnsClient.builder(), clients.timeouts(), region));
    }

    private S3Client newLakeClient() {
        return clients.client(
                clients.lake(), clients.timeouts().addExecutionInterceptor(new PutTagInterceptor(lake.tags())));
    }

    /**
     * The SDK reads the protocol from a system property when it creates a client. The Kinesis component retries and counts
     * the retries, so the client must not.
     */
    private KinesisClient newStreamClient() {
        if (!cbor) {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        }
        return clients.client(KinesisClient.builder(), clients.timeouts().retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    @Override
    public void close() {
        clients.close();
    }
}
