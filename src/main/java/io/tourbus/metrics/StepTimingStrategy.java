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

/** Measures some steps of the routes, by their ids, each time that they are done or tried again; the others stay as they are. */
record StepTimingStrategy(Map<String, Measure> measures) implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(StepTimingStrategy.class);

    /** What is written down of a step. */
    @FunctionalInterface
    interface Measure {

        /** @param exchange as the step left it, with its failure if it failed */
        void done(Exchange exchange, long nanos);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        var measure = measures.get(definition.getId());
        return measure == null ? target : new Step(target, measure);
    }

    private static final class Step extends DelegateAsyncProcessor {

        private final Measure measure;

        Step(Processor target, Measure measure) {
            super(target);
            this.measure = measure;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            var began = System.nanoTime();
            return super.process(exchange, sync -> {
                measure(exchange, System.nanoTime() - began);
                callback.done(sync);
            });
        }

        /** Whatever is wrong with a measure is no reason for a step to fail, or to have nobody hear that it is done. */
        private void measure(Exchange exchange, long nanos) {
            try {
                measure.done(exchange, nanos);
            } catch (RuntimeException e) {
                LOG.warn("not measured reason={}", e.toString());
            }
        }
    }
}
