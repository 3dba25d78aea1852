package io.tourbus.stream;

import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.kinesis.Kinesis2EndpointConfigurer;

/** Sets the options of the endpoint without reflection: its own ones here, the stock ones above. */
public class KinesisBatchEndpointConfigurer extends Kinesis2EndpointConfigurer {

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        var endpoint = (KinesisBatchEndpoint) target;
        switch (name) {
            case "maxBatchRecords" -> endpoint.setMaxBatchRecords(property(context, int.class, value));
            case "maxBatchBytes" -> endpoint.setMaxBatchBytes(property(context, long.class, value));
            case "maxRecordBytes" -> endpoint.setMaxRecordBytes(property(context, long.class, value));
            case "maxAttempts" -> endpoint.setMaxAttempts(property(context, int.class, value));
            case "backoffMillis" -> endpoint.setBackoffMillis(property(context, long.class, value));
            case "maxBackoffMillis" -> endpoint.setMaxBackoffMillis(property(context, long.class, value));
            default -> {
                return super.configure(context, target, name, value, ignoreCase);
            }
        }
        return true;
    }
}
