package io.tourbus.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Milliseconds from a setting in another unit, for placeholders in routes: {@code {{millis:key}}} from seconds,
 * {@code {{millis-per-request:key}}} from requests per minute.
 */
public final class TimeFunction implements PropertiesFunction {

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);

    private final String name;
    private final Function<BigDecimal, BigDecimal> millis;
    private final CamelContext context;

    private TimeFunction(String name, Function<BigDecimal, BigDecimal> millis, CamelContext context) {
        this.name = name;
        this.millis = millis;
        this.context = context;
    }

    public static TimeFunction ofSeconds(CamelContext context) {
        return new TimeFunction("millis", THOUSAND::multiply, context);
    }

    public static TimeFunction ofRequestsPerMinute(CamelContext context) {
        return new TimeFunction("millis-per-request", rate -> MINUTE.divide(rate, 0, RoundingMode.CEILING), context);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String apply(String key) {
        var value = context.resolvePropertyPlaceholders("{{" + key + "}}");
        return millis.apply(new BigDecimal(value.strip()))
                .setScale(0, RoundingMode.CEILING)
                .toPlainString();
    }
}
