package io.tourbus;

import io.tourbus.alerts.Topics;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.lake.LakeWindow;
import io.tourbus.lake.PutStamp;
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
final class AwsBeans implements AutoCloseable {

    private final AwsAccess access;
    private final LakeSettings lake;
    private final boolean cbor;
    private final Settings settings;
    private final String stream;
    private S3Client lakeClient;
    private KinesisClient streamClient;

    private AwsBeans(Settings settings) {
        this.settings = settings;
        this.lake = LakeSettings.read(settings);
        this.stream = settings.required("tourbus.stream.name");
        settings.validate("tourbus.stream.");
        this.cbor = settings.flag("tourbus.stream.cbor", !AwsAccess.elsewhere("Kinesis"));
        this.access = AwsAccess.read(settings);
    }

    static AwsBeans read(Settings settings) {
        return new AwsBeans(settings);
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
    LakeWindow lakeWindow() {
        return new LakeWindow(lakeClient, lake.bucket());
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
        new LakeProbe(lakeClient, settings).ask(lake);
        settings.check();
    }

    /** Tells topics of SNS. */
    Topics topics() {
        return new Topics(region -> access.client(SnsClient.builder(), access.timeouts(), region));
    }

    private S3Client lakeClient() {
        return access.client(access.lake(), access.timeouts().addExecutionInterceptor(new PutStamp(lake.tags())));
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
