package io.tourbus.stream;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.kinesis.Kinesis2Component;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.component.aws2.kinesis.Kinesis2Endpoint;
import org.apache.camel.component.aws2.kinesis.Kinesis2EndpointUriFactory;
import org.apache.camel.component.aws2.kinesis.KinesisConnection;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The Camel component {@code aws2-kinesis-batch}: a producer that sends the records of a body to Kinesis in batches, with all
 * options of Camel's {@code aws2-kinesis}.
 */
@Component("aws2-kinesis-batch")
public class KinesisBatchComponent extends Kinesis2Component {
    private final KinesisConnection clients = new ClientPerEndpoint();

    /** Allows YAML routes to set {@code streamName} as a parameter, and secrets with any characters. */
    public static class UriFactory extends Kinesis2EndpointUriFactory {

        @Override
        public boolean isEnabled(String scheme) {
            return "aws2-kinesis-batch".equals(scheme);
        }
    }

    /**
     * Creates a client for each endpoint that has none in its configuration.
     *
     * <p>Camel's own connection shares the client of the first endpoint with all endpoints, whatever their region, and each
     * endpoint closes it when it stops. After a reload of one route, other routes would fail with "Connection pool shut down".
     *
     * <p>The created clients do not retry, because {@link BatchSender} does. With retries in both, each attempt of a batch would
     * be repeated {@code AWS_MAX_ATTEMPTS} times. A client in the configuration keeps its retry strategy.
     */
    private static final class ClientPerEndpoint extends KinesisConnection {

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

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Kinesis2Configuration configuration = getConfiguration().copy();
        configuration.setStreamName(remaining);
        KinesisBatchEndpoint endpoint = new KinesisBatchEndpoint(uri, configuration, this);
        setProperties(endpoint, parameters);
        requireCredentials(configuration);
        if (configuration.isAsyncClient()) {
            throw new IllegalArgumentException("aws2-kinesis-batch does not support asyncClient. Remove the option.");
        }
        return endpoint;
    }

    private static void requireCredentials(Kinesis2Configuration configuration) {
        boolean named = configuration.isUseDefaultCredentialsProvider()
                || configuration.isUseProfileCredentialsProvider()
                || configuration.isUseSessionCredentials()
                || configuration.getAmazonKinesisClient() != null;
        boolean given = configuration.getAccessKey() != null && configuration.getSecretKey() != null;
        if (!named && !given) {
            throw new IllegalArgumentException("aws2-kinesis-batch has no credentials. Set"
                    + " useDefaultCredentialsProvider, useProfileCredentialsProvider or accessKey with secretKey,"
                    + " or bind an amazonKinesisClient.");
        }
    }

    @Override
    public KinesisConnection getConnection() {
        return clients;
    }
}
