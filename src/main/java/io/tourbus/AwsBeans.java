package io.tourbus;

import io.tourbus.lake.LakeObjects;
import io.tourbus.lake.LakeSettings;
import io.tourbus.lake.PutStamp;
import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Makes the clients of the sinks, which Camel's components find by their type. They are made here because the components
 * have no options for time-outs, and a sink that hangs must not hang a run. Credentials and endpoints are the SDK's own
 * business.
 */
final class AwsBeans implements AutoCloseable {

    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final List<SdkAutoCloseable> clients = new ArrayList<>();
    private final String region;
    private final LakeSettings lake;
    private final boolean pathStyle;
    private final boolean cbor;
    private final Duration attemptTimeout;
    private final Duration callTimeout;

    private AwsBeans(Settings settings) {
        this.region = settings.required("tourbus.aws.region");
        this.lake = LakeSettings.read(settings);
        settings.required("tourbus.stream.name");
        this.pathStyle = settings.flag("tourbus.lake.path-style", elsewhere("S3"));
        this.cbor = settings.flag("tourbus.stream.cbor", !elsewhere("Kinesis"));
        this.attemptTimeout = settings.seconds("tourbus.aws.attempt-timeout-seconds");
        this.callTimeout = settings.seconds("tourbus.aws.call-timeout-seconds");
    }

    static AwsBeans read(Settings settings) {
        var beans = new AwsBeans(settings);
        beans.checkCredentials(settings);
        return beans;
    }

    /** Whether the SDK is told to find a service elsewhere than at AWS. */
    private static boolean elsewhere(String service) {
        return Stream.of(service, "")
                .anyMatch(name -> System.getProperty("aws.endpointUrl" + name) != null
                        || System.getenv(
                                        name.isEmpty()
                                                ? "AWS_ENDPOINT_URL"
                                                : "AWS_ENDPOINT_URL_" + name.toUpperCase(Locale.ROOT))
                                != null);
    }

    private void checkCredentials(Settings settings) {
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            settings.problem(
                    "No AWS credentials found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role");
        }
    }

    LakeSettings lake() {
        return lake;
    }

    void bind(Registry registry) {
        registry.bind("lakeClient", closedInTheEnd(lakeClient()));
        registry.bind("streamClient", closedInTheEnd(streamClient()));
        registry.bind("lakeObjects", new LakeObjects(lake.bucket(), lake.processedBucket(), lake.unchanged()));
    }

    private <T extends SdkAutoCloseable> T closedInTheEnd(T client) {
        clients.add(client);
        return client;
    }

    /** Closes the clients: Camel's components leave open what they did not make. */
    @Override
    public void close() {
        clients.forEach(SdkAutoCloseable::close);
        credentials.close();
    }

    private S3Client lakeClient() {
        return S3Client.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .forcePathStyle(pathStyle)
                .overrideConfiguration(timeouts()
                        .addExecutionInterceptor(new PutStamp(lake.tags()))
                        .build())
                .build();
    }

    /**
     * The SDK reads the protocol from a system property, when a client is made. The component does the retries, and
     * counts them.
     */
    private KinesisClient streamClient() {
        if (!cbor) {
            System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
        }
        return KinesisClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(
                        timeouts().retryStrategy(AwsRetryStrategy.doNotRetry()).build())
                .build();
    }

    private ClientOverrideConfiguration.Builder timeouts() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attemptTimeout)
                .apiCallTimeout(callTimeout);
    }
}
