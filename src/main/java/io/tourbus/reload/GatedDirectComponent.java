package io.tourbus.reload;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.StringHelper;

/**
 * The component {@code direct}, whose routes can be replaced while others call them. The component of Camel hands the consumer of
 * a route to a caller before it counts the message as in progress, so a route that is stopped in between rejects the message. Here,
 * such a message goes to the consumer that replaces the stopped one.
 */
public final class GatedDirectComponent extends DirectComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new GatedEndpoint(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private boolean toCurrentConsumer(DirectEndpoint endpoint, String key, Exchange exchange, AsyncCallback callback) {
        try {
            var consumer = getConsumer(key, endpoint.isBlock(), endpoint.getTimeout());
            if (consumer == null) {
                throw new DirectConsumerNotAvailableException("No consumers available on " + endpoint, exchange);
            }
            return consumer.getAsyncProcessor().process(exchange, callback);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (DirectConsumerNotAvailableException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private static final class GatedEndpoint extends DirectEndpoint {

        private final GatedDirectComponent component;

        GatedEndpoint(String uri, GatedDirectComponent component) {
            super(uri, component);
            this.component = component;
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            var key = StringHelper.before(getEndpointUri(), "?", getEndpointUri());
            var gate = new Gate(
                    processor, (exchange, callback) -> component.toCurrentConsumer(this, key, exchange, callback));
            var consumer = new GatedConsumer(this, gate, key);
            configureConsumer(consumer);
            return consumer;
        }
    }

    /** The consumer of a route. */
    static final class GatedConsumer extends DirectConsumer {

        private final Gate gate;

        private GatedConsumer(DirectEndpoint endpoint, Gate gate, String key) {
            super(endpoint, gate, key);
            this.gate = gate;
        }

        /**
         * Lets new callers wait, and waits until the messages in progress are done.
         *
         * @return false if some are still in progress after the timeout; the consumer then accepts messages as before
         */
        boolean close(Duration timeout) throws InterruptedException {
            suspend();
            var done = gate.close(timeout);
            if (!done) {
                open();
            }
            return done;
        }

        /** Accepts messages again. */
        void open() {
            gate.open();
            resume();
        }
    }

    /** Counts the messages in progress. */
    private static final class Gate extends DelegateAsyncProcessor {

        @FunctionalInterface
        private interface Detour {
            boolean process(Exchange exchange, AsyncCallback callback);
        }

        private final Detour detour;
        private int inProgress;
        private boolean closed;

        Gate(Processor processor, Detour detour) {
            super(processor);
            this.detour = detour;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!enter()) {
                return detour.process(exchange, callback);
            }
            return super.process(exchange, doneSync -> {
                leave();
                callback.done(doneSync);
            });
        }

        @Override
        public void process(Exchange exchange) {
            PluginHelper.getAsyncProcessorAwaitManager(exchange.getContext()).process(this, exchange);
        }

        private synchronized boolean enter() {
            inProgress += closed ? 0 : 1;
            return !closed;
        }

        private synchronized void leave() {
            inProgress--;
            notifyAll();
        }

        synchronized boolean close(Duration timeout) throws InterruptedException {
            closed = true;
            var end = System.nanoTime() + timeout.toNanos();
            while (inProgress > 0) {
                var millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                wait(millis);
            }
            return true;
        }

        synchronized void open() {
            closed = false;
        }
    }
}
