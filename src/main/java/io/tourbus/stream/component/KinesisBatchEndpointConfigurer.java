package io.tourbus.stream.component;

import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.kinesis.Kinesis2EndpointConfigurer;

/** Sets the options of {@link KinesisBatchEndpoint} without reflection; Camel's configurer sets those of {@code aws2-kinesis}. */
public class KinesisBatchEndpointConfigurer extends Kinesis2EndpointConfigurer {

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        KinesisBatchEndpoint endpoint = (KinesisBatchEndpoint) target;
        switch (name.toLowerCase(Locale.ROOT)) {
            case "maxbatchrecords" -> endpoint.setMaxBatchRecords(property(context, int.class, value));
            case "maxbatchbytes" -> endpoint.setMaxBatchBytes(property(context, int.class, value));
            case "maxrecordbytes" -> endpoint.setMaxRecordBytes(property(context, int.class, value));
            case "maxattempts" -> endpoint.setMaxAttempts(property(context, int.class, value));
            case "backoffinitialdelay" -> endpoint.setBackoffInitialDelay(property(context, long.class, value));
            case "backoffmaxdelay" -> endpoint.setBackoffMaxDelay(property(context, long.class, value));
            case "throttledinitialdelay" -> endpoint.setThrottledInitialDelay(property(context, long.class, value));
            case "throttledmaxdelay" -> endpoint.setThrottledMaxDelay(property(context, long.class, value));
            case "strictorder" -> endpoint.setStrictOrder(property(context, boolean.class, value));
            default -> {
                return super.configure(context, target, name, value, ignoreCase);
            }
        }
        return true;
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "maxbatchrecords", "maxbatchbytes", "maxrecordbytes", "maxattempts" -> int.class;
            case "backoffinitialdelay", "backoffmaxdelay" -> long.class;
            case "strictorder" -> boolean.class;
            case "throttledinitialdelay", "throttledmaxdelay" -> long.class;
            default -> super.getOptionType(name, ignoreCase);
        };
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        KinesisBatchEndpoint endpoint = (KinesisBatchEndpoint) target;
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "maxbatchrecords" -> endpoint.getMaxBatchRecords();
            case "maxbatchbytes" -> endpoint.getMaxBatchBytes();
            case "maxrecordbytes" -> endpoint.getMaxRecordBytes();
            case "maxattempts" -> endpoint.getMaxAttempts();
            case "backoffinitialdelay" -> endpoint.getBackoffInitialDelay();
            case "backoffmaxdelay" -> endpoint.getBackoffMaxDelay();
            case "throttledinitialdelay" -> endpoint.getThrottledInitialDelay();
            case "throttledmaxdelay" -> endpoint.getThrottledMaxDelay();
            case "strictorder" -> endpoint.isStrictOrder();
            default -> super.getOptionValue(target, name, ignoreCase);
        };
    }
}
