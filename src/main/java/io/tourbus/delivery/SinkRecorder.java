package io.tourbus.delivery;

import io.tourbus.model.Batch;
import io.tourbus.run.Run;
import io.tourbus.sink.Sinks;
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
        var batch = exchange.getVariable("batch", Batch.class);
        var counters = run.counters(batch.source(), batch.entity());
        sinks.get(sink).accepted(exchange).forEach(counters::add);
    }
}
