package io.tourbus.hook;

import io.tourbus.run.ErrorMessages;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.processor.DelayProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.MDC;

/** Calls the routes of hooks within a time limit. A hook that has no route costs one look at the list of routes. */
public final class HookCalls {

    /** After so many timeouts in a row, a hook is not called for a while. */
    private static final int MAX_TIMEOUTS = 3;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final CamelContext camel;
    private final Duration timeout;
    private final Map<Hook, Timeouts> timeouts = new EnumMap<>(Hook.class);
    private ExecutorService threads;
    private ProducerTemplate template;

    /** The timeouts in a row of one version of a route. */
    private static final class Timeouts {
        private Route route;
        private int inARow;
        private long lastNanos;
    }

    /** @param timeout the longest duration of one call */
    public HookCalls(CamelContext camel, Duration timeout) {
        this.camel = camel;
        this.timeout = timeout;
        camel.getCamelContextExtension().addInterceptStrategy(HookCalls::delayInThread);
        for (var hook : Hook.values()) {
            timeouts.put(hook, new Timeouts());
        }
    }

    /** A delay blocks its thread, so that a timeout interrupts it. Otherwise, the exit of the process waits for its end. */
    private static Processor delayInThread(
            CamelContext camel, NamedNode definition, Processor target, Processor wrapped) {
        return (wrapped == null ? target : wrapped) instanceof DelayProcessorSupport delay
                ? new DelegateAsyncProcessor(target) {
                    @Override
                    protected void doStart() throws Exception {
                        super.doStart();
                        delay.setAsyncDelayed(false);
                    }
                }
                : target;
    }

    boolean isPresent(Hook hook) {
        return route(hook).isPresent();
    }

    private Optional<Route> route(Hook hook) {
        return camel.getRoutes().stream()
                .filter(route -> hook.isReadFrom(route.getEndpoint().getEndpointBaseUri()))
                .findFirst();
    }

    /**
     * Calls a hook.
     *
     * @param context of the message, for dead letters of sinks
     * @return the message that the hook returns
     * @throws HookException if it fails or takes too long
     * @throws FailedSliceException if a sink that is required does not accept the record
     */
    Exchange call(Hook hook, Object body, HookContext context) {
        var route = route(hook).orElseThrow();
        requireStarted(hook, route);
        requireInTime(hook, route);
        var exchange = new DefaultExchange(camel, ExchangePattern.InOut);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(context.headers(hook));
        exchange.setProperty(HookContext.PROPERTY, context);
        try {
            send(hook, exchange);
            returned(hook, route, true);
        } catch (TimeoutException e) {
            returned(hook, route, false);
            throw new HookException(
                    hook, "no result within %s (tourbus.hooks.timeout-seconds)".formatted(text(timeout)));
        }
        var failure = exchange.getException();
        if (failure != null) {
            var required = ObjectHelper.getException(FailedSliceException.class, failure);
            if (required != null) {
                throw required;
            }
            throw HookException.of(hook, failure, exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class));
        }
        return exchange;
    }

    private static String text(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private void requireStarted(Hook hook, Route route) {
        if (!camel.getRouteController().getRouteStatus(route.getId()).isStarted()) {
            throw new HookException(hook, ErrorMessages.stopped(route.getId()));
        }
    }

    private void send(Hook hook, Exchange exchange) throws TimeoutException {
        var mdc = MDC.getCopyOfContextMap();
        open();
        var call = threads.submit(() -> {
            if (mdc != null) {
                MDC.setContextMap(mdc);
            }
            try {
                template.send(hook.uri(), exchange);
            } catch (Exception | StackOverflowError e) {
                exchange.setException(e);
            } finally {
                MDC.clear();
            }
        });
        try {
            call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Ends loops at their next step, and calls that can be interrupted.
            exchange.setRouteStop(true);
            exchange.setRollbackOnly(true);
            call.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new HookException(hook, "interrupted");
        } catch (ExecutionException e) {
            throw HookException.of(hook, e.getCause(), null);
        }
    }

    /** Threads and template are created for the first call of any hook. */
    private synchronized void open() {
        if (threads == null) {
            threads = camel.getExecutorServiceManager().newCachedThreadPool(this, "hooks");
            template = camel.createProducerTemplate();
        }
    }

    private void requireInTime(Hook hook, Route route) {
        var known = timeouts.get(hook);
        synchronized (known) {
            var paused = known.route == route
                    && known.inARow >= MAX_TIMEOUTS
                    && System.nanoTime() - known.lastNanos < PAUSE.toNanos();
            if (paused) {
                throw new HookException(
                        hook, "not called for %d s, because it timed out repeatedly".formatted(PAUSE.toSeconds()));
            }
        }
    }

    private void returned(Hook hook, Route route, boolean inTime) {
        var known = timeouts.get(hook);
        synchronized (known) {
            known.inARow = inTime ? 0 : known.route == route ? known.inARow + 1 : 1;
            known.route = route;
            known.lastNanos = System.nanoTime();
        }
    }
}
