package io.tourbus.stream;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.kinesis.Kinesis2Component;
import org.apache.camel.spi.annotations.Component;

/** {@code aws2-kinesis-batch:streamName}, with the options of {@code aws2-kinesis} and those of its own endpoint. */
@Component("aws2-kinesis-batch")
public class KinesisBatchComponent extends Kinesis2Component {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isBlank()) {
            throw new IllegalArgumentException("name the stream: aws2-kinesis-batch:streamName");
        }
        var configuration = getConfiguration().copy();
        configuration.setStreamName(remaining);
        var endpoint = new KinesisBatchEndpoint(uri, configuration, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
