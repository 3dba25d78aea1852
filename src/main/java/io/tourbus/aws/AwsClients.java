package io.tourbus.aws;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Creates AWS clients with a region and call timeouts from the settings, and closes them. Credentials and endpoints come from
 * the default providers of the SDK.
 */
public final class AwsClients implements AutoCloseable {

    private static final Pattern EXPECTED_REGION = Pattern.compile("region '[^']*' is wrong; expecting '([^']+)'");

    private final DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final List<SdkAutoCloseable> clients = new ArrayList<>();
    private final String region;
    private final String regionPlace;
    private final boolean pathStyle;
    private final Duration attemptTimeout;
    private final Duration callTimeout;

    /** Does not look for credentials. */
    AwsClients(Settings settings) {
        this.region = settings.required("tourbus.aws.region");
        this.regionPlace = settings.place("tourbus.aws.region");
        this.pathStyle = settings.flag("tourbus.lake.path-style", endpointOverride("S3"));
        this.attemptTimeout = settings.seconds("tourbus.aws.attempt-timeout-seconds");
        this.callTimeout = settings.seconds("tourbus.aws.call-timeout-seconds");
    }

    public static AwsClients read(Settings settings) {
        var clients = new AwsClients(settings);
        try {
            clients.credentials.resolveCredentials();
        } catch (SdkClientException e) {
            settings.problem(
                    "No AWS credentials found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, set AWS_PROFILE, or use a role.");
        }
        return clients;
    }

    /**
     * Returns whether a system property or environment variable of the SDK sets another endpoint, such as an emulator.
     *
     * @param service the SDK's name of the service, such as {@code S3}
     */
    public static boolean endpointOverride(String service) {
        return endpoint(service).isPresent();
    }

    private static Optional<String> endpoint(String service) {
        return Stream.of(service, "")
                .flatMap(name -> Stream.of(
                        System.getProperty("aws.endpointUrl" + name),
                        System.getenv(
                                name.isEmpty()
                                        ? "AWS_ENDPOINT_URL"
                                        : "AWS_ENDPOINT_URL_" + name.toUpperCase(Locale.ROOT))))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Returns where a bucket or stream is: its name, and the endpoint if there is an override.
     *
     * @param location to be used if there is none; can be empty
     */
    public static String address(String service, String name, String location) {
        var place = endpoint(service).orElse(location);
        return place.isEmpty() ? name : name + "@" + place;
    }

    public String region() {
        return region;
    }

    /**
     * What is wrong with a bucket in another region, and what to do, to follow its name; empty if the failure has another cause. S3
     * responds with a redirect, or rejects the signature.
     */
    public Optional<String> otherRegion(Throwable failure) {
        if (!(failure instanceof AwsServiceException response)) {
            return Optional.empty();
        }
        var actual = bucketRegion(response).filter(other -> !other.equals(region));
        return actual.isPresent() || response.statusCode() == HttpStatusCode.MOVED_PERMANENTLY
                ? Optional.of("is not in the region %s%s. Correct %s."
                        .formatted(region, actual.map(", but in "::concat).orElse(""), regionPlace))
                : Optional.empty();
    }

    /** Responses to HEAD have only the header, and some to other methods only the message. */
    private static Optional<String> bucketRegion(AwsServiceException failure) {
        var details = failure.awsErrorDetails();
        return Optional.ofNullable(details)
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                .or(() -> Optional.ofNullable(details)
                        .map(AwsErrorDetails::errorMessage)
                        .map(EXPECTED_REGION::matcher)
                        .filter(Matcher::find)
                        .map(found -> found.group(1)));
    }

    /**
     * Returns a builder for clients of the lake's object store. They send bodies whole: a store that does not know {@code
     * aws-chunked} would keep the frames between the chunks as part of the object.
     */
    public S3ClientBuilder lake() {
        return S3Client.builder()
                .forcePathStyle(pathStyle)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false));
    }

    public ClientOverrideConfiguration.Builder timeouts() {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attemptTimeout)
                .apiCallTimeout(callTimeout);
    }

    /** Builds a client for the region of the settings. {@link #close()} closes it. */
    public <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, ClientOverrideConfiguration.Builder configuration) {
        return client(builder, configuration, Region.of(region));
    }

    /** Builds a client for another region. {@link #close()} closes it. */
    public <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, ClientOverrideConfiguration.Builder configuration, Region other) {
        var client = builder.region(other)
                .credentialsProvider(credentials)
                .overrideConfiguration(configuration.build())
                .build();
        clients.add(client);
        return client;
    }

    /** Closes all clients. Camel's components do not close clients that are passed to them. */
    @Override
    public void close() {
        clients.forEach(SdkAutoCloseable::close);
        credentials.close();
    }
}
