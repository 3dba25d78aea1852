package io.tourbus;

import io.tourbus.alerts.Alert;
import io.tourbus.alerts.NotTakenException;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;

/** Sends an alert that says that it is none, so that somebody sees whether alerts arrive. */
record AlertTrial(CamelContext context) {

    private static final String ROUTE = "send-alert";

    /**
     * Of a bus that is not started.
     *
     * @throws NotTakenException when the endpoint did not take it
     */
    void send(Instant now) throws Exception {
        context.getRouteController().startRoute(ROUTE);
        try (var camel = context.createProducerTemplate()) {
            camel.sendBody("direct:" + ROUTE, Alert.trial(now));
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof NotTakenException refused ? refused : e;
        }
    }
}
