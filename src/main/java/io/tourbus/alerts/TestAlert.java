package io.tourbus.alerts;

import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;

/** Sends a test alert to the configured endpoint, for {@code tourbus check --alert}. */
public record TestAlert(CamelContext context) {

    private static final String ROUTE = "send-alert";

    /**
     * Starts the route that sends alerts, and sends the test alert.
     *
     * @throws AlertNotAcceptedException if the endpoint does not accept it
     */
    public void send(Instant now) throws Exception {
        context.getRouteController().startRoute(ROUTE);
        try (var camel = context.createProducerTemplate()) {
            camel.sendBody("direct:" + ROUTE, Alert.test(now));
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof AlertNotAcceptedException rejected ? rejected : e;
        }
    }
}
