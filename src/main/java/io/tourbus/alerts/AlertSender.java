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
 * Hands an alert to the endpoint of the settings, whose address is a secret: Camel, which would show it as an MBean and in what
 * it says of failures, does not know the endpoint. Waits for it no longer than the settings say.
 */
public final class AlertSender implements Processor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.alerts");

    private final AlertAddress address;
    private final Duration timeout;
    private Endpoint endpoint;
    private Producer producer;

    public AlertSender(AlertSettings settings) {
        this.address = new AlertAddress(settings.to());
        this.timeout = settings.timeout();
    }

    /** Makes the endpoint, once Camel's components have been set up; where that is not possible, the settings have a problem. */
    public void open(CamelContext context, Settings settings) {
        var component = context.getComponent(address.scheme());
        if (component == null) {
            settings.problem(
                    "tourbus.alerts.to begins with no component of Camel that is there: begin with https:, sns:, smtps: or log:, or add the component to pom.xml");
            return;
        }
        try {
            endpoint = endpoint(component);
        } catch (Exception e) {
            settings.problem("tourbus.alerts.to is no endpoint that Camel takes: " + reason(e));
        }
    }

    private Endpoint endpoint(Component component) throws Exception {
        var normalized = EndpointHelper.normalizeEndpointUri(address.uri());
        return component.createEndpoint(component.useRawUri() ? address.uri() : normalized);
    }

    /** @throws AlertNotAcceptedException when the endpoint does not take it in time */
    @Override
    public void process(Exchange exchange) {
        var sending = new FutureTask<Void>(() -> send(message(exchange)), null);
        var thread = new Thread(sending, "alert");
        thread.setDaemon(true);
        thread.start();
        try {
            sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw new AlertNotAcceptedException("no answer within %s s".formatted(timeout.toMillis() / 1_000.0));
        } catch (ExecutionException e) {
            throw new AlertNotAcceptedException(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AlertNotAcceptedException("interrupted");
        }
    }

    private Exchange message(Exchange exchange) {
        var message = new DefaultExchange(exchange.getContext(), ExchangePattern.InOnly);
        message.getMessage().setBody(exchange.getMessage().getBody());
        message.getMessage().setHeaders(exchange.getMessage().getHeaders());
        return message;
    }

    private void send(Exchange message) {
        try {
            started().process(message);
        } catch (Exception e) {
            message.setException(e);
        }
        if (message.getException() != null) {
            throw new IllegalStateException(message.getException());
        }
    }

    /** Not before it is needed: an endpoint that is out of reach is no reason not to start. */
    private synchronized Producer started() throws Exception {
        if (producer == null) {
            ServiceHelper.startService(endpoint);
            var fresh = endpoint.createProducer();
            ServiceHelper.startService(fresh);
            producer = fresh;
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
                .map(refused -> "HTTP status " + refused.getStatusCode())
                .orElseGet(() -> told(causes.get(causes.size() - 1)));
    }

    private String told(Throwable cause) {
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
            LOG.debug("endpoint of alerts not closed reason={}", e.getClass().getSimpleName());
        }
    }
}
