package io.tourbus.delivery;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an {@link Error} in a step, such as a missing class, into a failure of that step. Otherwise, the error ends the thread of a
 * parallel branch silently, and the caller of the branch waits forever. The error is logged with its stack trace, because it is
 * a defect of Tourbus or of its installation.
 */
public final class ErrorsAsFailures implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorsAsFailures.class);

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                try {
                    return super.process(exchange, callback);
                } catch (Error e) {
                    LOG.error("step failed with an error step={}", definition.getId(), e);
                    exchange.setException(e);
                    callback.done(true);
                    return true;
                }
            }
        };
    }
}
