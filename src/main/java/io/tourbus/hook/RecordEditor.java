package io.tourbus.hook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The bean {@code record} of hooks. It changes or drops the record in the body. */
public final class RecordEditor {

    private static final String DROP = "tourbus.drop";

    /** Drops the record. The rest of the route still runs. */
    public void drop(Exchange exchange) {
        exchange.setProperty(DROP, true);
    }

    /** Sets a field, or adds it. */
    public void set(String field, Object value, Exchange exchange) {
        change(exchange).put(field, value);
    }

    public void remove(String field, Exchange exchange) {
        change(exchange).remove(field);
    }

    /** Returns the record in the body as a copy that replaces it. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> change(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Map<?, ?> record)) {
            throw new IllegalArgumentException(
                    "the body is %s instead of a record. Receive the results of other steps in a variable (variableReceive)."
                            .formatted(HookRecords.kindOf(exchange.getMessage().getBody())));
        }
        var copy = new LinkedHashMap<>((Map<String, Object>) record);
        exchange.getMessage().setBody(copy);
        return copy;
    }

    static boolean isDropped(Exchange exchange) {
        return exchange.getProperty(DROP, false, Boolean.class);
    }
}
