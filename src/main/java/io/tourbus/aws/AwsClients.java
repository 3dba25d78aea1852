package io.tourbus.aws;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Makes clients of AWS whose calls end in time: one that hangs must not hang a run. Credentials and endpoints are the SDK's
 * own business.
 */
public final class AwsClients implements AutoCloseable {

    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final List<SdkAutoCloseable> clients = new ArrayList<>();
    private final String region;
    private final boolean pathStyle;
    private final Duration attemptTimeout;
    private final Duration callTimeout;

    private AwsClients(Settings settings) {
        this.region = settings.required("tourbus.aws.region");
        this.pathStyle = settings.flag("tourbus.lake.path-style", endpointOverride("S3"));
        this.attemptTimeout = settings.seconds("tourbus.aws.attempt-timeout-seconds");
        this.callTimeout = settings.seconds("tourbus.aws.call-timeout-seconds");
    }

    public static AwsClients read(Settings settings) {
        var access = new AwsClients(settings);
        access.checkCredentials(settings);
        return access;
    }

    /** Whether the SDK is told to find a service elsewhere than at AWS. */
    public static boolean endpointOverride(String service) {
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

    /** Where and how the lake is spoken to. */
    public S3ClientBuilder lake() {
        return S3Client.builder().forcePathStyle(pathStyle);
    }

    public ClientOverrideConfiguration.Builder timeouts() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attemptTimeout)
                .apiCallTimeout(callTimeout);
    }

    /** A client that is closed with this. */
    public <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, ClientOverrideConfiguration.Builder configuration) {
        return client(builder, configuration, Region.of(region));
    }

    /** The same, in another region. */
    public <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, ClientOverrideConfiguration.Builder configuration, Region other) {
        var client = builder.region(other)
                .credentialsProvider(credentials)
                .overrideConfiguration(configuration.build())
                .build();
        clients.add(client);
        return client;
    }

    /** Closes the clients: Camel's components leave open what they did not make. */
    @Override
    public void close() {
        clients.forEach(SdkAutoCloseable::close);
        credentials.close();
    }
}
