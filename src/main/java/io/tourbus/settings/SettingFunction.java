package io.tourbus.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Functions for placeholders in routes. <code>{{millis:key}}</code> converts seconds and <code>{{millis-per-request:key}}</code>
 * requests per minute to milliseconds; <code>{{is:key=value}}</code> is true if a setting has a certain value.
 */
public record SettingFunction(String getName, UnaryOperator<String> function) implements PropertiesFunction {

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);

    public static List<SettingFunction> all(CamelContext context) {
        UnaryOperator<String> value = key ->
                context.resolvePropertyPlaceholders("{{%s}}".formatted(key)).strip();
        return List.of(
                new SettingFunction("millis", key -> roundedUp(new BigDecimal(value.apply(key)).movePointRight(3))),
                new SettingFunction(
                        "millis-per-request",
                        key -> roundedUp(MINUTE.divide(new BigDecimal(value.apply(key)), 0, RoundingMode.CEILING))),
                new SettingFunction("is", comparison -> {
                    var parts = comparison.split("=", 2);
                    return String.valueOf(value.apply(parts[0]).equals(parts[1]));
                }));
    }

    private static String roundedUp(BigDecimal number) {
        return number.setScale(0, RoundingMode.CEILING).toPlainString();
    }

    @Override
    public String apply(String argument) {
        return function.apply(argument);
    }
}
