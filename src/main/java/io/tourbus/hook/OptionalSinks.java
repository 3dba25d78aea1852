package io.tourbus.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** The bean {@code optionalSinks} of the templates of sinks that hooks send copies to. */
public final class OptionalSinks {

    /** The start of the stages of their dead letters, and of the routes that they are sent to. */
    public static final String PREFIX = "sink-";

    private final HookDeadLetters deadLetters;

    /** @param deadLetters {@code null} to throw all failures */
    public OptionalSinks(HookDeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Puts the record in the body into the variable {@code record}, and its JSON into {@code json}. */
    public void toJson(@Body Object record, Exchange exchange) {
        exchange.setVariable("record", record);
        exchange.setVariable("json", new String(HookRecords.bytes(record), UTF_8));
    }

    /**
     * Keeps a record that a sink did not accept as a dead letter.
     *
     * @param onFailure {@code dead-letter} or {@code fail-slice}
     * @param record the record that was sent
     * @throws Exception the failure, if the record comes from a dead letter, which then stays stored
     */
    public void failed(String name, String onFailure, @Variable("record") Object record, Exchange exchange)
            throws Exception {
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var context = exchange.getProperty(HookContext.PROPERTY, HookContext.class);
        if (context == null || deadLetters == null) {
            throw failure;
        }
        exchange.getMessage().setBody(record);
        var reason = HookException.describe(failure, exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class));
        if (onFailure.equals("fail-slice")) {
            throw new FailedSliceException("%s%s: %s".formatted(PREFIX, name, reason), failure);
        }
        deadLetters.keep(List.of(deadLetters.letter(PREFIX + name, context, HookRecords.bytes(record), reason, true)));
    }
}
