package io.tourbus.stream.component;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.kinesis.Kinesis2Component;
import org.apache.camel.component.aws2.kinesis.Kinesis2Configuration;
import org.apache.camel.component.aws2.kinesis.KinesisConnection;
import org.apache.camel.spi.annotations.Component;

/**
 * The component {@code aws2-kinesis-batch}: all options of the stock {@code aws2-kinesis}, and a producer that sends a
 * body of many records well.
 */
@Component("aws2-kinesis-batch")
public class KinesisBatchComponent extends Kinesis2Component {
    private final KinesisConnection clients = new ClientPerEndpoint();

    public KinesisBatchComponent() {
        this(null);
    }

    public KinesisBatchComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Kinesis2Configuration configuration = getConfiguration().copy();
        configuration.setStreamName(remaining);
        KinesisBatchEndpoint endpoint = new KinesisBatchEndpoint(uri, configuration, this);
        setProperties(endpoint, parameters);
        requireCredentials(configuration);
        requireSynchronousClient(configuration);
        return endpoint;
    }

    /** Makes clients, and shares none between endpoints. */
    @Override
    public KinesisConnection getConnection() {
        return clients;
    }

    private static void requireCredentials(Kinesis2Configuration configuration) {
        boolean named = configuration.isUseDefaultCredentialsProvider()
                || configuration.isUseProfileCredentialsProvider()
                || configuration.isUseSessionCredentials()
                || configuration.getAmazonKinesisClient() != null;
        boolean given = configuration.getAccessKey() != null && configuration.getSecretKey() != null;
        if (!named && !given) {
            throw new IllegalArgumentException("aws2-kinesis-batch has no credentials: set"
                    + " useDefaultCredentialsProvider, useProfileCredentialsProvider, accessKey with secretKey,"
                    + " or bind an amazonKinesisClient");
        }
    }

    private static void requireSynchronousClient(Kinesis2Configuration configuration) {
        if (configuration.isAsyncClient()) {
            throw new IllegalArgumentException("aws2-kinesis-batch has no asyncClient: leave the option out");
        }
    }
}
