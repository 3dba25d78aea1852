package io.tourbus.metrics;

import io.tourbus.run.Run;
import io.tourbus.source.slice.Slice;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.DirectSpanDecorator;

/**
 * Tags the trace spans of a slice with its run, source and name. Camel's tracing finds this class as a service of {@code
 * META-INF/services}.
 */
public final class SliceSpans extends DirectSpanDecorator {

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        var run = exchange.getVariable("run", Run.class);
        var slice = exchange.getVariable("slice", Slice.class);
        if (run != null && slice != null) {
            span.setTag("tourbus.run", run.id());
            span.setTag("tourbus.source", slice.source());
            span.setTag("tourbus.slice", slice.name());
        }
    }
}
