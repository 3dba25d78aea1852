package io.tourbus.delivery;

import io.tourbus.run.Run;
import io.tourbus.sink.Sinks;
import io.tourbus.source.slice.Slice;
import org.apache.camel.Exchange;

/** Counts what the sinks accept, in the run of the exchange. */
public final class SinkRecorder {

    private final Sinks sinks;

    public SinkRecorder(Sinks sinks) {
        this.sinks = sinks;
    }

    /** Counts what a sink accepted, even if it did not accept other parts of the same batch. */
    public void accepted(String sink, Exchange exchange) {
        var run = exchange.getVariable("run", Run.class);
        var slice = exchange.getVariable("slice", Slice.class);
        var counters = run.counters(slice.source(), slice.entity());
        sinks.get(sink).accepted(exchange).forEach(counters::add);
    }
}
