package io.tourbus.sink;

import io.tourbus.aws.AwsClients;
import io.tourbus.state.State;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** The services that Tourbus provides to sinks. */
public record SinkContext(CamelContext camel, AwsClients aws, State state, Clock clock) {

    /** Makes an object available to routes and other modules. */
    public void bind(String name, Object bean) {
        camel.getRegistry().bind(name, bean);
    }
}
