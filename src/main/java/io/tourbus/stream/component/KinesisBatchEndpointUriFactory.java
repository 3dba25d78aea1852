package io.tourbus.stream.component;

import java.util.HashSet;
import java.util.Set;
import org.apache.camel.component.aws2.kinesis.Kinesis2EndpointUriFactory;

/** Allows YAML routes to set {@code streamName} as a parameter, and secrets with any characters. */
public class KinesisBatchEndpointUriFactory extends Kinesis2EndpointUriFactory {

    @Override
    public boolean isEnabled(String scheme) {
        return "aws2-kinesis-batch".equals(scheme);
    }

    @Override
    public Set<String> propertyNames() {
        Set<String> names = new HashSet<>(super.propertyNames());
        names.addAll(Set.of("maxBatchRecords", "maxBatchBytes", "maxRecordBytes"));
        names.addAll(Set.of("maxAttempts", "backoffInitialDelay", "backoffMaxDelay"));
        names.addAll(Set.of("throttledInitialDelay", "throttledMaxDelay", "strictOrder"));
        return Set.copyOf(names);
    }
}
