package io.tourbus.delivery;

import io.tourbus.model.Batch;
import io.tourbus.run.ErrorMessages;
import io.tourbus.run.Run;
import io.tourbus.sink.Sinks;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

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

    /**
     * Names what failed, because only this branch knows its endpoint.
     *
     * @throws DeliveryException always
     */
    public void failed(
            @Variable("sink") String sink,
            @ExchangeProperty(Exchange.FAILURE_ENDPOINT) String endpoint,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        throw new DeliveryException("%s: %s".formatted(sink, ErrorMessages.describe(failure, endpoint)), failure);
    }

    /** A sink did not accept a batch and cannot accept it later; the message names the endpoint that failed. */
    public static final class DeliveryException extends RuntimeException {

        private static final long serialVersionUID = 1;

        DeliveryException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
