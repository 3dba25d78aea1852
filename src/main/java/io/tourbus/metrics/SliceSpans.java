package io.tourbus.metrics;

import io.tourbus.run.Run;
import io.tourbus.source.slice.Slice;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.DirectSpanDecorator;

/** Says in the spans of a slice which one it is. Found by Camel's tracing, beside its own. */
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
