package io.tourbus.alerts;

import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;

/** Sends an alert that says that it is none, so that somebody sees whether alerts arrive. */
public record TestAlert(CamelContext context) {

    private static final String ROUTE = "send-alert";

    /**
     * Of a bus that is not started.
     *
     * @throws AlertNotAcceptedException when the endpoint did not take it
     */
    public void send(Instant now) throws Exception {
        context.getRouteController().startRoute(ROUTE);
        try (var camel = context.createProducerTemplate()) {
            camel.sendBody("direct:" + ROUTE, Alert.trial(now));
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof AlertNotAcceptedException refused ? refused : e;
        }
    }
}
