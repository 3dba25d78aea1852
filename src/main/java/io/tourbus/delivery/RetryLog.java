package io.tourbus.delivery;

import io.tourbus.run.ErrorMessages;
import io.tourbus.source.slice.Slice;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line before a retry, with the slice or the run that it belongs to. */
public final class RetryLog implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    @Override
    public void process(Exchange exchange) {
        var slice = exchange.getVariable("slice", Slice.class);
        LOG.warn(
                "retry source={} slice={} attempt={} reason={}",
                slice == null ? "" : slice.source(),
                slice == null ? "" : slice.name(),
                exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER),
                ErrorMessages.describe(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }
}
