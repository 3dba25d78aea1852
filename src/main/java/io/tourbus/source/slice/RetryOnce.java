package io.tourbus.source.slice;

import io.tourbus.source.page.PageRequest;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * Allows one retry of a request that was refused without an apparent reason. The redelivery counter of Camel cannot do
 * this: it counts all retries of an exchange, whatever their causes.
 */
public final class RetryOnce {

    /** An exchange property: Camel evaluates this bean on a copy of the exchange, and copies back properties but not variables. */
    private static final String RETRY = "grantedRetry";

    private record Retry(PageRequest request, Exception refusal) {}

    /** Whether to retry. Camel evaluates this several times for the same refusal. */
    public boolean granted(
            @Variable("reading") SliceReading reading,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception refusal,
            Exchange exchange) {
        var last = exchange.getProperty(RETRY, Retry.class);
        if (last != null && last.request().equals(reading.request())) {
            return last.refusal() == refusal;
        }
        exchange.setProperty(RETRY, new Retry(reading.request(), refusal));
        return true;
    }
}
