package io.tourbus.alerts;

import io.tourbus.settings.Settings;
import io.tourbus.source.error.Redaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.UriEndpoint;
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
    private static final String ROUTE = "send-alert";

    private final Address address;
    private final Duration timeout;
    private Endpoint endpoint;
    private Producer producer;

    public AlertSender(AlertSettings settings) {
        this.address = new Address(settings.to());
        this.timeout = settings.timeout();
    }

    /** Creates the endpoint. Call it after Camel has configured its components. Adds a problem to the settings on failure. */
    public void open(CamelContext context, Settings settings) {
        if (!address.isComplete()) {
            settings.problem(
                    SETTING,
                    "is not the address of an endpoint",
                    "Use, for example, https://example.com/hook, sns:arn:aws:sns:REGION:ACCOUNT:TOPIC, "
                            + "smtps://HOST?to=ADDRESS or log:NAME.");
            return;
        }
        var component = context.getComponent(address.scheme());
        if (component == null) {
            settings.problem(
                    SETTING,
                    "starts with the name of a Camel component that is not available",
                    "Use https:, sns:, smtps: or log:, or add the component to pom.xml.");
            return;
        }
        try {
            var uri = component.useRawUri() ? address.uri() : EndpointHelper.normalizeEndpointUri(address.uri());
            endpoint = component.createEndpoint(uri);
            requireProducer(settings);
        } catch (Exception e) {
            settings.problem(
                    SETTING,
                    "is not a valid Camel endpoint (%s)".formatted(reason(e)),
                    "Correct the address and its options.");
        }
    }

    private void requireProducer(Settings settings) {
        var description = endpoint.getClass().getAnnotation(UriEndpoint.class);
        if (description != null && description.consumerOnly()) {
            settings.problem(
                    SETTING,
                    "names an endpoint of '%s' that accepts no messages".formatted(address.scheme()),
                    "Use another endpoint.");
        }
    }

    /**
     * Starts the route that sends alerts, and sends a test alert, for {@code tourbus check --alert}.
     *
     * @throws AlertNotAcceptedException if the endpoint does not accept it
     */
    public void sendTest(Instant now) throws Exception {
        var context = endpoint.getCamelContext();
        context.getRouteController().startRoute(ROUTE);
        try (var camel = context.createProducerTemplate()) {
            camel.sendBody("direct:" + ROUTE, Alert.test(now));
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof AlertNotAcceptedException rejected ? rejected : e;
        }
    }

    /** @throws AlertNotAcceptedException if the endpoint does not accept the alert within the time-out */
    @Override
    public void process(Exchange exchange) {
        var copy = new DefaultExchange(exchange.getContext(), ExchangePattern.InOnly);
        copy.setMessage(exchange.getMessage().copy());
        var sending = new FutureTask<>(() -> send(copy));
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

    /** The endpoint URI of alerts. Only its scheme and host may appear in messages; everything else is secret. */
    record Address(String uri) {

        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?");

        private static final Pattern ADDRESS = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:.+");
        private static final Pattern HOSTLESS = Pattern.compile("^(?:https?|smtps?):(?!//[^/?#])");

        /** Parts shorter than this, in characters, are too common in messages to be redacted. */
        private static final int MIN_SECRET_LENGTH = 3;

        boolean isComplete() {
            return ADDRESS.matcher(uri).matches() && !HOSTLESS.matcher(uri).find();
        }

        String scheme() {
            return uri.replaceFirst("(?s):.*", "");
        }

        /** Replaces the secret parts of the URI in a text. */
        String redacted(String text) {
            return new Redaction(secrets()).apply(text);
        }

        private List<String> secrets() {
            var rest =
                    uri.substring(Math.min(uri.length(), scheme().length() + 1)).replaceFirst("^//", "");
            var values = Arrays.stream(rest.split("[/?&@]")).map(part -> part.replaceFirst("^[A-Za-z.]+=", ""));
            var credentials = rest.contains("@") ? Arrays.stream(rest.split("@")[0].split(":")) : Stream.<String>of();
            return Stream.of(Stream.of(rest), values, credentials)
                    .flatMap(parts -> parts)
                    .flatMap(part -> Stream.of(part, part.replaceFirst("^RAW[({](.*)[)}]$", "$1"), decoded(part)))
                    .filter(part -> part.length() >= MIN_SECRET_LENGTH && !isHost(part, rest))
                    .distinct()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .toList();
        }

        private static boolean isHost(String part, String rest) {
            var authority = rest.replaceFirst("(?s)[/?].*", "").replaceFirst(".*@", "");
            return part.equals(authority) && HOST.matcher(part).matches();
        }

        private static String decoded(String part) {
            try {
                return URLDecoder.decode(part, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return part;
            }
        }
    }
}
