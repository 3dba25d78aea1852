package io.tourbus.metrics;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times selected steps of routes. Each redelivery counts as a separate call. Does not wrap other steps. */
record StepTimingStrategy(Map<String, StepListener> listeners) implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(StepTimingStrategy.class);

    /** Receives the duration of each call of a step. */
    @FunctionalInterface
    interface StepListener {

        /** @param exchange the exchange after the step, with its exception if it failed */
        void onDone(Exchange exchange, long nanos);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        var listener = listeners.get(definition.getId());
        if (listener == null) {
            return target;
        }
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                var start = System.nanoTime();
                return super.process(exchange, sync -> {
                    report(listener, exchange, System.nanoTime() - start);
                    callback.done(sync);
                });
            }
        };
    }

    /** A failing listener must affect neither the step nor its callback. */
    private static void report(StepListener listener, Exchange exchange, long nanos) {
        try {
            listener.onDone(exchange, nanos);
        } catch (RuntimeException e) {
            LOG.warn("step not measured reason={}", e.toString());
        }
    }
}
