package io.tourbus.source.slice;

import io.tourbus.source.page.PageRequest;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * Grants one more try to a request that was refused without its fault, however often it has been tried for other reasons:
 * Camel counts the redeliveries of an exchange, whatever each was for.
 */
public final class RetryOnce {

    /** A property: Camel asks with a copy of the exchange, and copies back its properties, but not its variables. */
    private static final String GRANTED = "grantedRetry";

    private record Grant(PageRequest request, Exception refusal) {}

    /** May be asked several times about one refusal, as Camel does. */
    public boolean granted(
            @Variable("reading") SliceReading reading,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception refusal,
            Exchange exchange) {
        var last = exchange.getProperty(GRANTED, Grant.class);
        if (last != null && last.request().equals(reading.request())) {
            return last.refusal() == refusal;
        }
        exchange.setProperty(GRANTED, new Grant(reading.request(), refusal));
        return true;
    }
}
