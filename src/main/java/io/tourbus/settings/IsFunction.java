package io.tourbus.settings;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Whether a setting of several values has a certain one, for options of components that are switches:
 * {@code {{is:key=value}}} is {@code true} or {@code false}.
 */
public final class IsFunction implements PropertiesFunction {

    private final CamelContext context;

    public IsFunction(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "is";
    }

    @Override
    public String apply(String comparison) {
        var parts = comparison.split("=", 2);
        var value = context.resolvePropertyPlaceholders("{{" + parts[0] + "}}");
        return String.valueOf(value.strip().equals(parts[1]));
    }
}
