package io.tourbus.alerts;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an alert to the endpoint of {@code tourbus.alerts.to}. The endpoint is not registered with Camel, because Camel would
 * show its secret address in MBeans and error messages.
 */
public final class AlertSender implements Processor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.alerts");

    private static final String SETTING = "tourbus.alerts.to";

    private final AlertAddress address;
    private final Duration timeout;
    private Endpoint endpoint;
    private Producer producer;

    public AlertSender(AlertSettings settings) {
        this.address = new AlertAddress(settings.to());
        this.timeout = settings.timeout();
    }

    /** Creates the endpoint. Call it after Camel has configured its components. Adds a problem to the settings on failure. */
    public void open(CamelContext context, Settings settings) {
        var component = context.getComponent(address.scheme());
        if (component == null) {
            settings.problem(
                    SETTING,
                    "starts with the name of a Camel component that is not available",
                    "Use https:, sns:, smtps: or log:, or add the component to pom.xml.");
            return;
        }
        try {
            endpoint = endpoint(component);
        } catch (Exception e) {
            settings.problem(
                    SETTING,
                    "is not a valid Camel endpoint (%s)".formatted(reason(e)),
                    "Correct the address and its options.");
        }
    }

    private Endpoint endpoint(Component component) throws Exception {
        var normalized = EndpointHelper.normalizeEndpointUri(address.uri());
        return component.createEndpoint(component.useRawUri() ? address.uri() : normalized);
    }

    /** @throws AlertNotAcceptedException if the endpoint does not accept the alert within the time-out */
    @Override
    public void process(Exchange exchange) {
        var sending = new FutureTask<>(() -> send(copy(exchange)));
        var thread = new Thread(sending, "alert");
        thread.setDaemon(true);
        thread.start();
        try {
            sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw new AlertNotAcceptedException("no response within %s s".formatted(timeout.toMillis() / 1_000.0));
        } catch (ExecutionException e) {
            throw new AlertNotAcceptedException(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AlertNotAcceptedException("interrupted");
        }
    }

    private Exchange copy(Exchange exchange) {
        var copy = new DefaultExchange(exchange.getContext(), ExchangePattern.InOnly);
        copy.getMessage().setBody(exchange.getMessage().getBody());
        copy.getMessage().setHeaders(exchange.getMessage().getHeaders());
        return copy;
    }

    private Void send(Exchange exchange) throws Exception {
        startedProducer().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return null;
    }

    /** Starts the endpoint with the first alert, so that Tourbus can start while the endpoint is unreachable. */
    private synchronized Producer startedProducer() throws Exception {
        if (producer == null) {
            ServiceHelper.startService(endpoint);
            var created = endpoint.createProducer();
            ServiceHelper.startService(created);
            producer = created;
        }
        return producer;
    }

    private String reason(Throwable failure) {
        var causes =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        return causes.stream()
                .filter(HttpOperationFailedException.class::isInstance)
                .map(HttpOperationFailedException.class::cast)
                .findFirst()
                .map(response -> "HTTP status " + response.getStatusCode())
                .orElseGet(() -> describe(causes.get(causes.size() - 1)));
    }

    private String describe(Throwable cause) {
        var message = address.redacted(Objects.toString(cause.getMessage(), ""))
                .strip()
                .replaceAll("\\s+", " ");
        return (cause.getClass().getSimpleName() + " " + message).strip();
    }

    @Override
    public synchronized void close() {
        try {
            ServiceHelper.stopAndShutdownServices(producer, endpoint);
        } catch (RuntimeException e) {
            LOG.debug("alert endpoint not closed reason={}", e.getClass().getSimpleName());
        }
    }
}
