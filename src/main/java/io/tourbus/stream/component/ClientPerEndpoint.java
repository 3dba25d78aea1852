package io.tourbus.stream.component;

import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.component.aws2.kinesis.Kinesis2Endpoint;
import org.apache.camel.component.aws2.kinesis.KinesisConnection;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Gives each endpoint the client that was bound, or one of its own.
 *
 * <p>The stock connection shares the first endpoint's client among all endpoints, whatever their region, while any of
 * them closes it when it stops: after a live reload of one route the others would fail with "Connection pool shut
 * down".
 *
 * <p>These clients do not retry: the producer does, with its own wait and count. With the SDK's default of four tries
 * below, a batch would be sent up to four times {@code maxAttempts} times, and {@code AWS_MAX_ATTEMPTS} would multiply
 * it further. A client that was bound keeps whatever retries it was built with.
 */
final class ClientPerEndpoint extends KinesisConnection {

    @Override
    public KinesisClient getClient(Kinesis2Endpoint endpoint) {
        Kinesis2Configuration configuration = endpoint.getConfiguration();
        if (configuration.getAmazonKinesisClient() != null) {
            return configuration.getAmazonKinesisClient();
        }
        return AwsClientBuilderUtil.buildClient(
                configuration,
                KinesisClient::builder,
                builder -> builder.overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())));
    }
}
