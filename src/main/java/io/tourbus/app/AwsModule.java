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
 * Makes the clients of the sinks, which Camel's components find by their type. They are made here because the components
 * have no options for time-outs.
 */
final class AwsModule implements AutoCloseable {

    private final AwsClients access;
    private final LakeSettings lake;
    private final boolean cbor;
    private final Settings settings;
    private final String stream;
    private S3Client lakeClient;
    private KinesisClient streamClient;

    private AwsModule(Settings settings) {
        this.settings = settings;
        this.lake = LakeSettings.read(settings);
        this.stream = settings.required("tourbus.stream.name");
        settings.validate("tourbus.stream.");
        this.cbor = settings.flag("tourbus.stream.cbor", !AwsClients.endpointOverride("Kinesis"));
        this.access = AwsClients.read(settings);
    }

    static AwsModule read(Settings settings) {
        return new AwsModule(settings);
    }

    LakeSettings lake() {
        return lake;
    }

    void bind(Registry registry) {
        lakeClient = lakeClient();
        registry.bind("lakeClient", lakeClient);
        streamClient = streamClient();
        registry.bind("streamClient", streamClient);
    }

    /** Reads what is in the lake, once the clients are bound. */
    LakeReader lakeReader() {
        return new LakeReader(lakeClient, lake.bucket());
    }

    /** Looks into the lake, once the clients are bound. */
    LakeBrowser lakeWindow() {
        return new LakeBrowser(lakeClient, lake.bucket());
    }

    /** Reads along in the stream, once the clients are bound. */
    StreamTail streamTail(Clock clock) {
        return new StreamTail(streamClient, stream, clock);
    }

    /**
     * Asks for the buckets, once the clients are bound.
     *
     * @throws ConfigurationException when one cannot be had
     */
    void probe() {
        new BucketProbe(lakeClient, settings).ask(lake);
        settings.check();
    }

    /** Tells topics of SNS. */
    SnsComponent topics() {
        return new SnsComponent(region -> access.client(SnsClient.builder(), access.timeouts(), region));
    }

    private S3Client lakeClient() {
        return access.client(
                access.lake(), access.timeouts().addExecutionInterceptor(new PutTagInterceptor(lake.tags())));
    }

    /**
     * The SDK reads the protocol from a system property, when a client is made. The component does the retries, and
     * counts them.
     */
    private KinesisClient streamClient() {
        if (!cbor) {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        }
        return access.client(KinesisClient.builder(), access.timeouts().retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    @Override
    public void close() {
        access.close();
    }
}
